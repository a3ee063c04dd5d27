# winetapi: which command it is
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

[ $# -gt 0 ] || { echo "$usage_main" >&2; exit 2; }
command=$1
shift
case $command in
--help|-h|help) echo "$usage_main"; exit 0 ;;
--version)      echo "winetapi $version"; exit 0 ;;
esac
wants_help=no
if [ "$command" != run ]; then
    for word do
        case $word in
        --help|-h) wants_help=yes ;;
        esac
    done
elif [ "${1:-}" = --help ]; then wants_help=yes
fi
if [ $wants_help = yes ]; then
    case $command in
    install)      echo "$usage_install" ;;
    uninstall)    echo "$usage_uninstall" ;;
    status)       echo "$usage_status" ;;
    add-modem)    echo "$usage_add_modem" ;;
    add-inf)      echo "$usage_add_inf" ;;
    models)       echo "$usage_models" ;;
    detect)       echo "$usage_detect" ;;
    diagnose)     echo "$usage_diagnose" ;;
    remove-modem) echo "$usage_remove_modem" ;;
    rings)        echo "$usage_rings" ;;
    virtual)      echo "$usage_virtual" ;;
    phonebook)    find_libdir; command_phonebook --help ;;
    ports)        echo "$usage_ports" ;;
    lines)        echo "$usage_lines" ;;
    phones)       echo "$usage_phones" ;;
    monitor)      echo "$usage_monitor" ;;
    exchange)     echo "$usage_exchange" ;;
    config)       echo "$usage_config" ;;
    dialrules)    echo "$usage_dialrules" ;;
    call)         echo "$usage_call" ;;
    answer)       echo "$usage_answer" ;;
    run)          echo "$usage_run" ;;
    *)            usage_error "there is no command '$command'" ;;
    esac
    exit 0
fi
find_libdir
find_datadir
case $command in
install)      command_install "$@" ;;
uninstall)    command_uninstall "$@" ;;
status)       command_status "$@" ;;
add-modem)    command_add_modem "$@" ;;
add-inf)      command_add_inf "$@" ;;
models)       command_models "$@" ;;
detect)       command_detect "$@" ;;
diagnose)     command_diagnose "$@" ;;
remove-modem) command_remove_modem "$@" ;;
rings)        command_rings "$@" ;;
virtual)      command_virtual "$@" ;;
phonebook)    command_phonebook "$@" ;;
ports)        command_ports "$@" ;;
lines|phones) command_list "$command" "$@" ;;
monitor)      command_monitor "$@" ;;
exchange)     command_exchange "$@" ;;
config)       command_config "$@" ;;
dialrules)    command_dialrules "$@" ;;
call|answer)  command_talk "$command" "$@" ;;
run)          command_run "$@" ;;
*)            usage_error "there is no command '$command'" ;;
esac
