# The build. Each folder's module.mk says what it is made of; this file turns that into rules. Read by the build
# folder's Makefile after config.mk.
#
# make                build everything and stage it as it will be installed
# make dlls/tapi32    build one module
# make install        install (DESTDIR, and the folders given to configure)
# make uninstall      remove what make install put there
# make dist           a tarball of built files that needs no compiler where it is used
# make deps           install what the build and the tests need (Debian 12 and 13)
# make check          every test, in throw-away prefixes
# make check-matrix   the Windows tests on Wine 10 in a Debian 13 chroot, 64- and 32-bit
# make fuzz           fuzz the parsers, FUZZ_SECONDS (60) each
# make soak           random methods of TAPI 3 for a minute (SOAK_TAPI3_SECONDS), then random calls and kills from 20 programs
#                     for half an hour (SOAK_SECONDS, SOAK_PROGRAMS)
# make bench          measure against floors taken in the same run
# make demo           place a real data call in a throw-away prefix
# make screenshots    pictures of all settings windows, in English and German, in screenshots/
# make run CMD='...'  run a command in a throw-away prefix with a telephone exchange attached
# make format         format the sources
# make format-check   say where the format is off
# make coverage       write docs/tapi-coverage.md from the sources
# make coverage-check say what of TAPI is missing or has no test
# make list           list the modules
#
# A module.mk sets variables only (a second module of the same folder is described in module-NAME.mk):
#
# MODULE        name of the output: tapi32.dll, trp, phoneline
# TYPE          dll tsp exe: Windows modules, for each architecture     fixture: a DLL or program for tests only
#               pelib: static library for them                          test: winetest program, a unit for each START_TEST
#               unixlib: static library for the host                    native: host program     script: host script, its sources in one
#               nativetest: host test under ASan and UBSan              fuzz: libFuzzer target, with saved inputs in CORPUS
#               data: files to install, nothing to build
# SRCS          sources in the folder, .c .cpp .rc (../x.c is allowed)  DEF  module definition file, undecorated names
# LIBS          our own static libraries by name, from libs/ or unixlib/; what they need themselves comes with them
# IMPORTS       Windows import libraries                                HOSTLIBS  host libraries, as pkg-config knows them
# IDLS          interface definitions of include/: headers for modules with IDL := yes, and a library of their GUIDs
# TYPELIBS      those of them that describe a type library: NAME.tlb, for the resources of modules with IDL := yes
# UNIXSRCS      sources of the host half (MODULE.so)                    UNIXLIBS  libraries of unixlib/ linked into it
# BUILTIN       yes: mark as Wine's own (needed to have a host half)    NATIVE  yes: a pelib is built for the host too
# SUBSYSTEM     console or windows                                      INSTALL  no: not installed (tests/ and bench/ never are)
# EXTRACFLAGS, EXTRALDFLAGS   further flags                             MANPAGES, DATA  files to install
# TIMEOUT       seconds for a test, or for each unit of one (120)       CORPUS  folder of saved inputs (corpus)
# DURATION      seconds that it takes, about (5): the longest start     WAITS   yes: it only waits, for a modem or for time to pass,
#               first, so that none is left over at the end                     and runs beside the others

SHELL := /bin/sh
.SUFFIXES:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

.PHONY: all stage install uninstall dist clean check check-matrix demo screenshots bench soak fuzz run format format-check coverage coverage-check list \
        deps help tests FORCE

all: stage

V ?= 0
Q := $(if $(filter 0,$(V)),@)
say = @printf '  %-8s %s\n' '$1' '$2'

empty :=
space := $(empty) $(empty)
define newline


endef

# ---- flags ---------------------------------------------------------------------------------------------------------

warnings := -Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers -Wwrite-strings -Wvla \
            $(if $(filter yes,$(WERROR)),-Werror)

pe_flags := -std=gnu11 -D__USE_MINGW_ANSI_STDIO=1 $(warnings) -I$(srcdir)/include -I$(srcdir)/libs -DWINVER=0x0601 -D_WIN32_WINNT=0x0601 \
            -DTAPI_CURRENT_VERSION=0x00030001 -DWINE_TELEPHONY_VERSION='"$(VERSION)"'
host_flags := -std=gnu11 $(warnings) -I$(srcdir)/include -I$(srcdir)/unixlib -I$(srcdir)/libs -D_GNU_SOURCE \
              -DWINE_TELEPHONY_VERSION='"$(VERSION)"'
sanitizers := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

# A variant is one way to compile a source: its compiler and flags, and the name of the folder for the objects.
cc_x86_64-windows := $(x86_64_CC) $(pe_flags) $(CROSSCFLAGS)
cc_i386-windows   := $(i386_CC) $(pe_flags) $(CROSSCFLAGS)
# C++ is for programs that are built as others build theirs: with what is installed for them
cxx_flags := -std=gnu++11 $(warnings) -Istage/share/wine-telephony/include
cc_x86_64-windows-cxx := $(x86_64_CXX) $(cxx_flags) $(CROSSCFLAGS)
cc_i386-windows-cxx   := $(i386_CXX) $(cxx_flags) $(CROSSCFLAGS)
cc_native         := $(CC) $(host_flags) -fPIC -fvisibility=hidden $(CFLAGS)
cc_i386-unix      := $(CC) -m32 $(host_flags) -fPIC -fvisibility=hidden $(CFLAGS)
cc_sanitize       := $(CC) $(host_flags) $(CFLAGS) -O1 $(sanitizers)
cc_fuzz           := $(CLANG) $(host_flags) -g -O1 -fsanitize=fuzzer-no-link $(sanitizers)

ld_x86_64-windows := $(x86_64_CC) $(CROSSCFLAGS) $(CROSSLDFLAGS) -static-libgcc -Wl,--no-insert-timestamp
ld_i386-windows   := $(i386_CC) $(CROSSCFLAGS) $(CROSSLDFLAGS) -static-libgcc -Wl,--no-insert-timestamp -Wl,--enable-stdcall-fixup -Wl,--kill-at
ld_x86_64-windows-cxx := $(x86_64_CXX) $(CROSSCFLAGS) $(CROSSLDFLAGS) -static -Wl,--no-insert-timestamp -Lstage/share/wine-telephony/lib/x86_64-windows
ld_i386-windows-cxx   := $(i386_CXX) $(CROSSCFLAGS) $(CROSSLDFLAGS) -static -Wl,--no-insert-timestamp -Lstage/share/wine-telephony/lib/i386-windows
ld_native         := $(CC) $(CFLAGS) $(LDFLAGS)
ld_i386-unix      := $(CC) -m32 $(CFLAGS) $(LDFLAGS)
ld_sanitize       := $(CC) $(CFLAGS) $(sanitizers) $(LDFLAGS)
ld_fuzz           := $(CLANG) -g -fsanitize=fuzzer $(sanitizers)

ar_x86_64-windows := $(x86_64_AR)
ar_i386-windows   := $(i386_AR)

pc_native := $(PKG_CONFIG)
pc_i386-unix := $(I386_PKG_CONFIG)
pc_sanitize := $(PKG_CONFIG)
pc_fuzz := $(PKG_CONFIG)

pe_variants := $(PE_ARCHS:%=%-windows)
unix_variants := native $(if $(filter yes,$(I386_UNIX)),i386-unix)
variants := $(pe_variants) $(pe_variants:%=%-cxx) $(unix_variants) sanitize fuzz

# flags/VARIANT changes when the flags do, and everything made with them is then made again.
define write_flags
ifneq ($$(strip $$(file < flags/$1)),$$(strip $$(cc_$1) // $$(ld_$1)))
$$(shell mkdir -p flags)
$$(file > flags/$1,$$(cc_$1) // $$(ld_$1))
endif
endef
$(foreach v,$(variants),$(eval $(call write_flags,$v)))

# ---- modules -------------------------------------------------------------------------------------------------------

module_vars := MODULE TYPE SRCS DEF LIBS IMPORTS BUILTIN UNIXSRCS UNIXLIBS HOSTLIBS SUBSYSTEM INSTALL NATIVE \
               EXTRACFLAGS EXTRALDFLAGS MANPAGES DATA TIMEOUT DURATION WAITS CORPUS IDLS IDL TYPELIBS

module_files := $(patsubst $(srcdir)/%,%,$(sort $(wildcard $(foreach d,data/* libs/* unixlib/* dlls/* programs/* tests tests/* bench bench/*,\
                $(srcdir)/$d/module*.mk $(srcdir)/$d/tests/module*.mk $(srcdir)/$d/fuzz/module*.mk) $(srcdir)/tests/*/*/module*.mk)))

# dlls/tapi32/module.mk is module dlls/tapi32; tests/tsp/module-hang.mk is tests/tsp/hang
module_id = $(patsubst %/,%,$(dir $1))$(if $(filter module.mk,$(notdir $1)),,/$(patsubst module-%.mk,%,$(notdir $1)))

define load_module
$(foreach v,$(module_vars),$(eval $v :=))
$(eval include $(srcdir)/$1)
$(eval modules += $2)
$(eval dir_$2 := $(patsubst %/,%,$(dir $1)))
$(eval mk_$2 := $(srcdir)/$1)
$(foreach v,$(module_vars),$(eval $v_$2 := $(value $v)))
endef
modules :=
$(foreach f,$(module_files),$(eval $(call load_module,$f,$(call module_id,$f))))

of_type = $(foreach m,$(modules),$(if $(filter $1,$(TYPE_$m)),$m))

# A library named in LIBS or UNIXLIBS is unixlib/NAME or libs/NAME; what it needs in turn comes with it.
lib_id = $(foreach n,$1,$(firstword $(filter unixlib/$n,$(modules)) libs/$n))
lib_closure = $(if $1,$1 $(call lib_closure,$(filter-out $1 $2,$(sort $(foreach l,$1,$(call lib_id,$(LIBS_$l) $(UNIXLIBS_$l))))),$1 $2))
lib_file = $(foreach l,$1,$l/$2/lib$(notdir $l).a)
unique = $(if $1,$(firstword $1) $(call unique,$(filter-out $(firstword $1),$1)))

object = $(patsubst %.rc,%.res.o,$(patsubst %.cpp,%.o,$(patsubst %.c,%.o,$(subst ../,up/,$1))))
objects = $(foreach s,$1,$2/$3/$(call object,$s))

all_objects :=

# Headers of interfaces come before the toolchain's own of the same name.
idl_files := $(foreach m,$(modules),$(IDLS_$m))
tlb_names := $(foreach m,$(modules),$(patsubst %.idl,%,$(TYPELIBS_$m)))
idl_headers := $(idl_files:%.idl=include/%.h)
idl_guids := $(idl_files:%.idl=include/%_i.c)
idl_sources := $(addprefix $(srcdir)/include/,$(idl_files))

include/%.h: $(srcdir)/include/%.idl $(idl_sources)
	$(call say,WIDL,$@)
	$(Q)mkdir -p $(@D) && $(WIDL) -I $(srcdir)/include -h -o $@ $<
include/%_i.c: $(srcdir)/include/%.idl $(idl_sources)
	$(call say,WIDL,$@)
	$(Q)mkdir -p $(@D) && $(WIDL) -I $(srcdir)/include -u -o $@ $<
# Type libraries import stdole2.tlb, which says the same for either architecture; Wine for one of them may be all that is installed.
include/x86_64-windows/%.tlb: $(srcdir)/include/%.idl $(idl_sources) $(srcdir)/tools/mendtlb
	$(call say,WIDL,$@)
	$(Q)mkdir -p $(@D) && $(WIDL) -I $(srcdir)/include --win64 -D TYPELIB -L $(stdole2_dir) -t -o $@ $< && $(srcdir)/tools/mendtlb $@ $<
include/i386-windows/%.tlb: $(srcdir)/include/%.idl $(idl_sources) $(srcdir)/tools/mendtlb
	$(call say,WIDL,$@)
	$(Q)mkdir -p $(@D) && $(WIDL) -I $(srcdir)/include --win32 -D TYPELIB -L $(stdole2_dir) -t -o $@ $< && $(srcdir)/tools/mendtlb $@ $<
.SECONDARY: $(idl_headers) $(idl_guids)

# $1 module, $2 variant, $3 source, $4 object, $5 further flags
define compile_c
$4: $(if $(filter /%,$3),$3,$(srcdir)/$(dir_$1)/$3) $(mk_$1) flags/$2 $(if $(filter yes,$(IDL_$1)),| $(idl_headers))
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(cc_$2) -I$(srcdir)/$(dir_$1) $(if $(filter yes,$(IDL_$1)),-isystem include) $5 $(EXTRACFLAGS_$1) -MMD -MP -MF $$(@:.o=.d) -c -o $$@ $$<
all_objects += $4
endef

# C++: the staged headers are those of include/, of which it is made anew
define compile_cxx
$4: $(srcdir)/$(dir_$1)/$3 $(mk_$1) flags/$2-cxx $(idl_headers) | stage/.done
	$$(call say,CXX,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(cc_$2-cxx) $(EXTRACFLAGS_$1) -c -o $$@ $$<
endef

define compile_rc
$4: $(srcdir)/$(dir_$1)/$3 $(mk_$1) flags/$2 $(if $(filter yes,$(IDL_$1)),$(tlb_names:%=include/$2/%.tlb)) $(wildcard $(addprefix $(srcdir)/$(dir_$1)/*.,h rc ico bmp tsv vbs))
	$$(call say,RC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$($(patsubst %-windows,%,$2)_WINDRES) -c 65001 -I $(srcdir)/$(dir_$1) -I $(srcdir)/include -I include/$2 -I $(srcdir)/libs \
	    -DWINE_TELEPHONY_VERSION='\"$(VERSION)\"' $$< $$@
endef

compile = $(foreach s,$3,$(eval $(if $(filter %.rc,$s),$(call compile_rc,$1,$2,$s,$1/$2/$(call object,$s)),\
          $(if $(filter %.cpp,$s),$(call compile_cxx,$1,$2,$s,$1/$2/$(call object,$s)),\
          $(call compile_c,$1,$2,$s,$1/$2/$(call object,$s),$4)))))

# pkg-config at the time of the call, so that reading the rules costs nothing
host_cflags = $(if $(strip $2),$$$$($(pc_$1) --cflags $2))
host_libs = $(if $(strip $2),$$$$($(pc_$1) --libs $2))
hostlibs_closure = $(call unique,$(HOSTLIBS_$1) $(foreach l,$(call libs_of,$1),$(HOSTLIBS_$l)))
libs_of = $(call lib_closure,$(call lib_id,$(sort $(LIBS_$1) $(UNIXLIBS_$1))))
pe_libs_of = $(call lib_closure,$(call lib_id,$(sort $(LIBS_$1))))
imports_closure = $(call unique,$(IMPORTS_$1) $(foreach l,$(call pe_libs_of,$1),$(IMPORTS_$l)))

# ---- static libraries

# $1 module, $2 variant, $3 source in the build folder, $4 object
define compile_guids
$4: $3 flags/$2
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(cc_$2) -c -o $$@ $$<
endef
guid_objects = $(foreach i,$(IDLS_$1),$1/$2/$(i:.idl=_i.o))

# $1 module, $2 variant
define static_library
$(call compile,$1,$2,$(filter %.c,$(SRCS_$1)),$(if $(filter %-windows,$2),,$(call host_cflags,$2,$(HOSTLIBS_$1))))
$(foreach i,$(IDLS_$1),$(eval $(call compile_guids,$1,$2,include/$(i:.idl=_i.c),$1/$2/$(i:.idl=_i.o))))
$(call lib_file,$1,$2): $(call objects,$(filter %.c,$(SRCS_$1)),$1,$2) $(call guid_objects,$1,$2) $(mk_$1)
	$$(call say,AR,$$@)
	$$(Q)rm -f $$@ && $(or $(ar_$2),$(AR)) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach m,$(call of_type,pelib),\
    $(foreach v,$(pe_variants) $(if $(filter yes,$(NATIVE_$m)),$(unix_variants) sanitize fuzz),$(eval $(call static_library,$m,$v)))\
    $(eval $m: $(foreach v,$(pe_variants) $(if $(filter yes,$(NATIVE_$m)),native),$(call lib_file,$m,$v)) $(IDLS_$m:%.idl=include/%.h)))
$(foreach m,$(call of_type,unixlib),\
    $(foreach v,$(unix_variants) sanitize fuzz,$(eval $(call static_library,$m,$v)))\
    $(eval $m: $(foreach v,$(unix_variants),$(call lib_file,$m,$v))))

# ---- Windows modules

pe_types := dll tsp exe fixture test
pe_link_dll := -shared
pe_link_tsp := -shared
pe_link_fixture = $(if $(filter %.exe,$(MODULE_$1)),,-shared)
pe_link_exe :=
pe_link_test :=

pe_file = $1/$2/$(MODULE_$1)

# $1 module, $2 variant
define pe_module
$(call compile,$1,$2,$(SRCS_$1),)
$(if $(filter test,$(TYPE_$1)),$(call compile_c,$1,$2,$(CURDIR)/$1/testlist.c,$1/$2/testlist.o,))
$(call pe_file,$1,$2): $(call objects,$(SRCS_$1),$1,$2) $(if $(filter test,$(TYPE_$1)),$1/$2/testlist.o) \
                       $(if $(DEF_$1),$(srcdir)/$(dir_$1)/$(DEF_$1)) $(call lib_file,$(call pe_libs_of,$1),$2) \
                       $(mk_$1) $(srcdir)/tools/rules.mk
	$$(call say,LD,$$@)
	$$(Q)rm -f $$@ && $$(ld_$2$(if $(filter %.cpp,$(SRCS_$1)),-cxx)) $(pe_link_$(TYPE_$1)) $(if $(filter windows,$(SUBSYSTEM_$1)),-mwindows) -o $$@.tmp \
	    $$(filter %.o,$$^) $$(filter %.def,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group \
	    $(addprefix -l,$(call imports_closure,$1)) $(EXTRALDFLAGS_$1)
	$(if $(filter yes,$(BUILTIN_$1)),$$(Q)$$(WINEBUILD) --builtin $$@.tmp)
	$$(Q)mv -f $$@.tmp $$@
endef

# The table of a winetest's units, made from the sources that have START_TEST
define test_list
$1/testlist.c: $(addprefix $(srcdir)/$(dir_$1)/,$(filter %.c,$(SRCS_$1))) $(mk_$1) $(srcdir)/tools/make-testlist
	$$(call say,GEN,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)sh $(srcdir)/tools/make-testlist $$@ $$(filter %.c,$$^)
$(CURDIR)/$1/testlist.c: $1/testlist.c ;
endef
$(foreach m,$(call of_type,test),$(eval $(call test_list,$m)))

$(foreach m,$(call of_type,$(pe_types)),\
    $(foreach v,$(pe_variants),$(eval $(call pe_module,$m,$v)))\
    $(eval $m: $(foreach v,$(pe_variants),$(call pe_file,$m,$v))))

# ---- host halves of Windows modules

so_file = $1/$(patsubst native,x86_64-unix,$2)/$(basename $(MODULE_$1)).so
with_unix := $(foreach m,$(call of_type,dll tsp exe fixture),$(if $(UNIXSRCS_$m),$m))

# $1 module, $2 variant
define unix_half
$(call compile,$1,$2,$(UNIXSRCS_$1),$(call host_cflags,$2,$(call hostlibs_closure_unix,$1)))
$(call so_file,$1,$2): $(call objects,$(UNIXSRCS_$1),$1,$2) $(call lib_file,$(call unix_libs_of,$1),$2) $(mk_$1) $(srcdir)/tools/rules.mk
	$$(call say,LD,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(ld_$2) -shared -Wl,-z,defs -Wl,-Bsymbolic -o $$@ $$(filter %.o,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group \
	    $(call host_libs,$2,$(call hostlibs_closure_unix,$1)) -lpthread -lm
$1: $(call so_file,$1,$2)
endef
unix_libs_of = $(call lib_closure,$(call lib_id,$(sort $(UNIXLIBS_$1))))
hostlibs_closure_unix = $(call unique,$(HOSTLIBS_$1) $(foreach l,$(call unix_libs_of,$1),$(HOSTLIBS_$l)))
$(foreach m,$(with_unix),$(foreach v,$(unix_variants),$(eval $(call unix_half,$m,$v))))

# ---- host programs and tests

host_file = $1/$(MODULE_$1)
host_variant = $(if $(filter native,$(TYPE_$1)),native,$(if $(filter fuzz,$(TYPE_$1)),fuzz,sanitize))

# $1 module, $2 variant
define host_program
$(call compile,$1,$2,$(filter %.c,$(SRCS_$1)),$(call host_cflags,$2,$(call hostlibs_closure,$1)))
$(call host_file,$1): $(call objects,$(filter %.c,$(SRCS_$1)),$1,$2) $(call lib_file,$(call libs_of,$1),$2) $(mk_$1) $(srcdir)/tools/rules.mk
	$$(call say,LD,$$@)
	$$(Q)$$(ld_$2) -o $$@ $$(filter %.o,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group \
	    $(call host_libs,$2,$(call hostlibs_closure,$1)) $(EXTRALDFLAGS_$1) -lpthread -lm
$1: $(call host_file,$1)
endef
$(foreach m,$(call of_type,native nativetest fuzz),$(eval $(call host_program,$m,$(call host_variant,$m))))

# ---- scripts

define script
$1/$(MODULE_$1): $(addprefix $(srcdir)/$(dir_$1)/,$(SRCS_$1)) $(mk_$1) config.mk
	$$(call say,GEN,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)rm -f $$@ && sed 's|@VERSION@|$(VERSION)|g' $$(filter %.sh,$$^) >$$@.tmp && chmod 755 $$@.tmp && mv -f $$@.tmp $$@
$1: $1/$(MODULE_$1)
endef
$(foreach m,$(call of_type,script),$(eval $(call script,$m)))

.PHONY: $(modules)

# ---- staging, installation -----------------------------------------------------------------------------------------

# Lines "KIND NAME SOURCE MODE"; KIND is a folder of the installation.
installed := $(foreach m,$(modules),$(if $(filter no,$(or $(INSTALL_$m),$(if $(filter tests tests/% bench bench/%,$m),no))),,$m))
is = $(foreach m,$(installed),$(if $(filter $1,$(TYPE_$m)),$m))
install_list := \
    $(foreach m,$(call is,dll tsp exe),$(foreach v,$(pe_variants),module|$v/$(MODULE_$m)|$(call pe_file,$m,$v)|755)) \
    $(foreach m,$(filter $(with_unix),$(installed)),$(foreach v,$(unix_variants),\
        module|$(patsubst native,x86_64-unix,$v)/$(notdir $(call so_file,$m,$v))|$(call so_file,$m,$v)|755)) \
    $(foreach m,$(call is,native script),bin|$(MODULE_$m)|$m/$(MODULE_$m)|755) \
    $(foreach m,$(installed),$(foreach f,$(MANPAGES_$m),man|man$(subst .,,$(suffix $f))/$(notdir $f)|$(srcdir)/$(dir_$m)/$f|644)) \
    $(foreach m,$(installed),$(foreach f,$(DATA_$m),data|$(notdir $f)|$(srcdir)/$(dir_$m)/$f|644)) \
    $(foreach m,$(installed),$(if $(IDLS_$m),$(foreach i,$(IDLS_$m),dev|include/$i|$(srcdir)/include/$i|644 dev|include/$(i:.idl=.h)|include/$(i:.idl=.h)|644) \
        $(foreach v,$(pe_variants),dev|lib/$v/lib$(MODULE_$m).a|$(call lib_file,$m,$v)|644)))
builtin_list := \
    $(foreach m,$(call is,dll tsp exe),$(if $(filter yes,$(BUILTIN_$m)),\
        $(foreach v,$(pe_variants),builtin|$v/$(MODULE_$m)|$(call pe_file,$m,$v)|755) \
        $(if $(UNIXSRCS_$m),$(foreach v,$(unix_variants),\
        builtin|$(patsubst native,x86_64-unix,$v)/$(notdir $(call so_file,$m,$v))|$(call so_file,$m,$v)|755))))
source_of = $(word 3,$(subst |, ,$1))
install_files := $(foreach l,$(install_list),$(call source_of,$l))

# What tests run: the winetests and their fixtures, flat in one folder for each architecture (which also runs on Windows).
test_modules := $(call of_type,test fixture)
test_list_files := $(foreach m,$(test_modules),$(foreach v,$(pe_variants),test|$v/$(MODULE_$m)|$(call pe_file,$m,$v)|755)) \
    $(foreach m,$(filter $(with_unix),$(test_modules)),$(foreach v,$(unix_variants),\
        test|$(patsubst native,x86_64-unix,$v)/$(notdir $(call so_file,$m,$v))|$(call so_file,$m,$v)|755))
tests_files := $(foreach l,$(test_list_files),$(call source_of,$l))
test_programs := $(foreach m,$(filter tests tests/% bench bench/%,$(call of_type,native)),$m/$(MODULE_$m))

install_sh := $(srcdir)/tools/install-files

# A list is written when it changes; what is made from it depends on it.
ifneq ($(strip $(file < stage.list)),$(strip $(install_list)$(if $(wildcard stage.list),,new)))
$(file > stage.list,$(subst $(space),$(newline),$(strip $(install_list))))
endif
ifneq ($(strip $(file < tests.list)),$(strip $(test_list_files)$(if $(wildcard tests.list),,new)))
$(file > tests.list,$(subst $(space),$(newline),$(strip $(test_list_files))))
endif
ifneq ($(strip $(file < builtin.list)),$(strip $(builtin_list)$(if $(wildcard builtin.list),,new)))
$(file > builtin.list,$(subst $(space),$(newline),$(strip $(builtin_list))))
endif

stage: stage/.done tests/.done

stage/.done: $(install_files) stage.list $(install_sh)
	$(call say,STAGE,$(CURDIR)/stage)
	$(Q)sh $(install_sh) --sync stage stage.list module=lib/wine-telephony bin=bin man=share/man data=share/wine-telephony dev=share/wine-telephony
	$(Q)touch $@

tests: tests/.done
tests/.done: $(tests_files) $(test_programs) tests.list $(install_sh)
	$(call say,STAGE,$(CURDIR)/stage-tests)
	$(Q)sh $(install_sh) --sync stage-tests tests.list test=.
	$(Q)mkdir -p $(@D) && touch $@

install_folders = 'module=$(libdir)/wine-telephony' 'bin=$(bindir)' 'man=$(mandir)' 'data=$(datarootdir)/wine-telephony' 'dev=$(datarootdir)/wine-telephony' 'builtin=$(winedlldir)'
install: stage
	$(Q)sh $(install_sh) '$(DESTDIR)' stage.list $(install_folders)
	$(if $(winedlldir),$(Q)sh $(install_sh) '$(DESTDIR)' builtin.list $(install_folders))

uninstall:
	$(Q)sh $(install_sh) --remove '$(DESTDIR)' stage.list $(install_folders)
	$(if $(winedlldir),$(Q)sh $(install_sh) --remove '$(DESTDIR)' builtin.list $(install_folders))

# stage, without debugging information, in a tarball that winetapi installs from wherever it was unpacked
dist_name := wine-telephony-$(VERSION)-linux-x86_64
dist: stage
	$(Q)WINEBUILD='$(WINEBUILD)' sh $(srcdir)/tools/make-dist '$(srcdir)' stage $(dist_name) '$(x86_64_STRIP)' '$(i386_STRIP)' '$(STRIP)'

clean:
	$(Q)rm -rf include libs unixlib dlls programs tests bench stage stage-tests flags test-logs *.list $(dist_name) $(dist_name).tar.gz

list:
	@$(foreach m,$(modules),printf '%-32s %-10s %s\n' $m '$(TYPE_$m)' '$(MODULE_$m)';)

help:
	@sed -n '/^# make/s/^# //p' $(srcdir)/tools/rules.mk

deps:
	$(Q)$(srcdir)/tools/deps

# ---- checks --------------------------------------------------------------------------------------------------------

# Lines "KIND MODULE FILE TIMEOUT DURATION WAITS CORPUS" for tests/run-checks; winetests run where their fixtures are, in stage-tests
host_tests := $(call of_type,nativetest)
fuzz_targets := $(call of_type,fuzz)
win_tests := $(call of_type,test)
check_times = $(or $(TIMEOUT_$1),120)|$(or $(DURATION_$1),5)|$(filter yes,$(WAITS_$1))
check_list := \
    $(foreach m,$(host_tests),native|$m|$(call host_file,$m)|$(call check_times,$m)|) \
    $(foreach m,$(fuzz_targets),fuzz|$m|$(call host_file,$m)|$(call check_times,$m)|$(if $(CORPUS_$m),$(srcdir)/$(dir_$m)/$(CORPUS_$m),$(srcdir)/$(dir_$m)/corpus)) \
    $(foreach m,$(win_tests),$(foreach v,$(pe_variants),wine|$m|stage-tests/$v/$(MODULE_$m)|$(call check_times,$m)|))
ifneq ($(strip $(file < check.list)),$(strip $(check_list)$(if $(wildcard check.list),,new)))
$(file > check.list,$(subst $(space),$(newline),$(strip $(check_list))))
endif

# After the module rules, so that CHECK="..." can name some of them only
check: stage $(foreach m,$(host_tests) $(fuzz_targets),$(call host_file,$m))
	+@BUILDDIR='$(CURDIR)' $(srcdir)/tests/run-checks $(CHECK)

check-matrix:
	+@BUILDDIR='$(CURDIR)' $(srcdir)/tests/matrix

FUZZ_SECONDS ?= 60
fuzz: $(foreach m,$(fuzz_targets),$(call host_file,$m))
	+@BUILDDIR='$(CURDIR)' FUZZ_SECONDS='$(FUZZ_SECONDS)' $(srcdir)/tests/run-fuzz

soak: stage
	+@BUILDDIR='$(CURDIR)' $(srcdir)/tests/run-soak

bench: stage $(filter bench/%,$(modules))
	+@BUILDDIR='$(CURDIR)' $(srcdir)/bench/run

demo: stage
	+@BUILDDIR='$(CURDIR)' $(srcdir)/tests/demo

screenshots: stage tests/screenshots
	+@BUILDDIR='$(CURDIR)' $(srcdir)/tests/screenshots/run

run: stage
	+@BUILDDIR='$(CURDIR)' $(srcdir)/tests/with-prefix sh -c '$(subst ','\'',$(or $(value CMD),exec $${SHELL:-sh}))'

format format-check:
	$(Q)$(srcdir)/tools/format $(if $(filter format-check,$@),--check)

coverage coverage-check:
	$(Q)$(srcdir)/tools/coverage $(if $(filter coverage-check,$@),--check)

# ---- upkeep --------------------------------------------------------------------------------------------------------

config.mk: $(srcdir)/configure
	./config.status
Makefile: config.mk ;

-include $(all_objects:.o=.d)
