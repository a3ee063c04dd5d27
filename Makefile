# Wine Telephony, from the source folder: builds in build/ (or in BUILDDIR), setting it up when that was not done.
#
#   make            build                        make check         all tests, with everything they need installed
#   make install    install (DESTDIR, --prefix)  make check-matrix  the same on Debian 13, 64- and 32-bit
#   make demo       show a call being placed     make help          the rest

BUILDDIR ?= build
MAKEFLAGS += --no-print-directory

# What a newcomer types first brings its own dependencies; it is quick when they are there already.
complete := check demo screenshots bench soak fuzz run dist
jobs = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))

goals := all install uninstall stage clean format format-check coverage coverage-check check-matrix help list $(complete)

.PHONY: $(goals) deps distclean FORCE

all:

deps:
	@tools/deps

$(BUILDDIR)/Makefile: configure
	@if test -x $(BUILDDIR)/config.status; then cd $(BUILDDIR) && ./config.status; \
	 else mkdir -p $(BUILDDIR) && cd $(BUILDDIR) && '$(CURDIR)/configure'; fi

$(filter-out $(complete) help,$(goals)): $(BUILDDIR)/Makefile
	+@$(MAKE) -C $(BUILDDIR) $@

help:
	@sed -n '/^# make/s/^# //p' tools/rules.mk

$(complete):
	@tools/deps --if-needed
	+@$(MAKE) $(BUILDDIR)/Makefile
	+@$(MAKE) $(jobs) -C $(BUILDDIR) $@

# One module, or whatever else the build folder knows: make dlls/tapi32
libs/% unixlib/% dlls/% programs/% tests/% bench/%: $(BUILDDIR)/Makefile FORCE
	+@$(MAKE) -C $(BUILDDIR) $@

distclean:
	rm -rf $(BUILDDIR)
