/*
 * winetapi exchange: the words of its commands, typed or in a script.
 *
 * Copyright 2026 the Wine Telephony authors
 *
 * This library is free software; you can redistribute it and/or
 * modify it under the terms of the GNU Lesser General Public
 * License as published by the Free Software Foundation; either
 * version 2.1 of the License, or (at your option) any later version.
 *
 * This library is distributed in the hope that it will be useful,
 * but WITHOUT ANY WARRANTY; without even the implied warranty of
 * MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the GNU
 * Lesser General Public License for more details.
 *
 * You should have received a copy of the GNU Lesser General Public
 * License along with this library; if not, write to the Free Software
 * Foundation, Inc., 51 Franklin St, Fifth Floor, Boston, MA 02110-1301, USA
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "exchange.h"
#include "trp/trp.h"

struct word
{
    const WCHAR *name;
    DWORD        value;
};

static const struct word buttons[] =
{
    { L"0", 0 }, { L"1", 1 }, { L"2", 2 }, { L"3", 3 }, { L"4", 4 }, { L"5", 5 }, { L"6", 6 }, { L"7", 7 }, { L"8", 8 }, { L"9", 9 },
    { L"*", 10 }, { L"#", 11 }, { L"line1", 12 }, { L"line2", 13 }, { L"line3", 14 }, { L"line4", 15 }, { L"hold", 16 }, { L"transfer", 17 },
    { L"conference", 18 }, { L"park", 19 }, { L"forward", 20 }, { L"message", 21 }, { L"dnd", 22 }, { L"drop", 23 }, { L"speed1", 24 },
    { L"speed2", 25 }, { L"speed3", 26 }, { L"speed4", 27 },
    { NULL, 0 }
};

static const struct word hook_devices[] =
{
    { L"handset", PHONEHOOKSWITCHDEV_HANDSET }, { L"speaker", PHONEHOOKSWITCHDEV_SPEAKER }, { L"headset", PHONEHOOKSWITCHDEV_HEADSET },
    { NULL, 0 }
};

static const struct word hook_modes[] =
{
    { L"on", PHONEHOOKSWITCHMODE_ONHOOK }, { L"off", PHONEHOOKSWITCHMODE_MICSPEAKER }, { L"mic", PHONEHOOKSWITCHMODE_MIC },
    { L"speaker", PHONEHOOKSWITCHMODE_SPEAKER },
    { NULL, 0 }
};

static const struct word line_flags[] =
{
    { L"service", LINEDEVSTATUSFLAGS_INSERVICE }, { L"connected", LINEDEVSTATUSFLAGS_CONNECTED }, { L"message", LINEDEVSTATUSFLAGS_MSGWAIT },
    { L"locked", LINEDEVSTATUSFLAGS_LOCKED },
    { NULL, 0 }
};

static const struct word switches[] = { { L"on", 1 }, { L"off", 0 }, { NULL, 0 } };
static const struct word movements[] = { { L"down", 1 }, { L"up", 2 }, { L"press", 3 }, { NULL, 0 } };

static const struct word fault_kinds[] =
{
    { L"fail", EXCHANGE_FAULT_FAIL }, { L"fail-late", EXCHANGE_FAULT_FAIL_LATE }, { L"delay", EXCHANGE_FAULT_DELAY },
    { L"slow", EXCHANGE_FAULT_SLOW }, { L"lose", EXCHANGE_FAULT_LOSE }, { L"crash", EXCHANGE_FAULT_CRASH }, { L"hang", EXCHANGE_FAULT_HANG },
    { NULL, 0 }
};

static BOOL find_word( const struct word *words, const WCHAR *name, DWORD *value )
{
    for (; words->name; words++)
    {
        if (wcscmp( words->name, name )) continue;
        *value = words->value;
        return TRUE;
    }
    return FALSE;
}

static BOOL number( const WCHAR *text, DWORD *value )
{
    WCHAR *end;

    *value = wcstoul( text, &end, 10 );
    return *text >= '0' && *text <= '9' && !*end;
}

/* "1.5" seconds as 1500 */
static BOOL thousandths( const WCHAR *text, DWORD *value )
{
    WCHAR *end;
    double seconds = wcstod( text, &end );

    if (!*text || *end || !(seconds >= 0) || seconds > 86400) return FALSE;
    *value = (DWORD)(seconds * 1000 + 0.5);
    return TRUE;
}

const char *error_name( DWORD error )
{
    const char *name = trp_error_name( error );
    static char text[20];

    if (name && strchr( name, '_' )) return name;
    snprintf( text, sizeof(text), "0x%08lx", error );
    return text;
}

/* "OPERATIONFAILED", "LINEERR_OPERATIONFAILED", "0x80000048" */
static BOOL find_error( const WCHAR *text, DWORD *value )
{
    static const DWORD bases[] = { 0x80000000, 0x90000000 };
    WCHAR *end;
    DWORD i, error;
    char wanted[64];

    snprintf( wanted, sizeof(wanted), "%ls", text );
    for (i = 0; i < ARRAYSIZE(bases); i++)
    {
        for (error = bases[i] + 1; error < bases[i] + 0x80; error++)
        {
            const char *name = error_name( error ), *tail = strchr( name, '_' );

            if (!tail || (_stricmp( name, wanted ) && _stricmp( tail + 1, wanted ))) continue;
            *value = error;
            return TRUE;
        }
    }
    *value = wcstoul( text, &end, 0 );
    return text[0] == '0' && !*end && (LONG)*value < 0;
}

static BOOL put_text( struct exchange_command *command, const WCHAR *text )
{
    size_t used = strlen( command->text ), i;

    for (i = 0; text[i]; i++)
    {
        if (used + i >= sizeof(command->text) - 1 || (text[i] < ' ' && text[i] != '\n') || text[i] > '~') return FALSE;
        command->text[used + i] = (char)text[i];
    }
    command->text[used + i] = 0;
    return TRUE;
}

/* ---- options: --name VALUE ---- */

struct option
{
    const WCHAR *name;
    BOOL       (*parse)( const WCHAR *text, DWORD *value );
    DWORD       *value;
    const WCHAR **text;         /* or this, as it is */
    BOOL        *flag;          /* or this, without a value */
};

static BOOL take_options( int argc, WCHAR **argv, int first, const struct option *options, size_t count )
{
    size_t k;
    int i;

    for (i = first; i < argc; i++)
    {
        for (k = 0; k < count && wcscmp( options[k].name, argv[i] ); k++) ;
        if (k == count) return FALSE;
        if (options[k].flag)
        {
            *options[k].flag = TRUE;
            continue;
        }
        if (++i >= argc) return FALSE;
        if (options[k].text) *options[k].text = argv[i];
        else if (!options[k].parse( argv[i], options[k].value )) return FALSE;
    }
    return TRUE;
}

/* ---- commands: argv[0] is the name ---- */

/* call NUMBER [--from NUMBER] [--name NAME] [--data] [--seconds S] */
static BOOL parse_call( int argc, WCHAR **argv, struct exchange_command *command )
{
    const WCHAR *from = L"", *name = L"";
    BOOL data = FALSE;
    const struct option options[] = { { L"--from", NULL, NULL, &from }, { L"--name", NULL, NULL, &name }, { L"--data", NULL, NULL, NULL, &data },
                                      { L"--seconds", thousandths, &command->args[1] } };

    command->code = EXCHANGE_INCOMING;
    if (argc < 2 || !take_options( argc, argv, 2, options, ARRAYSIZE(options) )) return FALSE;
    if (data) command->args[0] = LINEMEDIAMODE_DATAMODEM;
    return put_text( command, argv[1] ) && put_text( command, L"\n" ) && put_text( command, from ) && put_text( command, L"\n" ) && put_text( command, name );
}

/* hangup [CALL] */
static BOOL parse_hangup( int argc, WCHAR **argv, struct exchange_command *command )
{
    command->code = EXCHANGE_HANGUP;
    return argc == 1 || (argc == 2 && number( argv[1], &command->args[0] ));
}

/* digits DIGITS [CALL] */
static BOOL parse_digits( int argc, WCHAR **argv, struct exchange_command *command )
{
    command->code = EXCHANGE_DIGITS;
    return argc >= 2 && argc <= 3 && put_text( command, argv[1] ) && (argc == 2 || number( argv[2], &command->args[0] ));
}

/* line NUMBER service|connected|message|locked on|off */
static BOOL parse_line( int argc, WCHAR **argv, struct exchange_command *command )
{
    command->code = EXCHANGE_LINE_STATUS;
    return argc == 4 && number( argv[1], &command->line ) && find_word( line_flags, argv[2], &command->args[0] ) &&
           find_word( switches, argv[3], &command->args[1] );
}

/* lines NUMBER */
static BOOL parse_lines( int argc, WCHAR **argv, struct exchange_command *command )
{
    command->code = EXCHANGE_RESIZE;
    return argc == 2 && number( argv[1], &command->args[0] );
}

/* phone NUMBER press|down|up BUTTON, phone NUMBER hook DEVICE on|off|mic|speaker */
static BOOL parse_phone( int argc, WCHAR **argv, struct exchange_command *command )
{
    if (argc < 3 || !number( argv[1], &command->line )) return FALSE;
    if (!wcscmp( argv[2], L"hook" ))
    {
        command->code = EXCHANGE_HOOK;
        return argc == 5 && find_word( hook_devices, argv[3], &command->args[0] ) && find_word( hook_modes, argv[4], &command->args[1] );
    }
    command->code = EXCHANGE_BUTTON;
    return argc == 4 && find_word( movements, argv[2], &command->args[1] ) && find_word( buttons, argv[3], &command->args[0] );
}

/* fault FUNCTION KIND [ERROR|MS] [--nth N] [--percent P] [--times N] [--line NUMBER], fault clear [NUMBER] */
static BOOL parse_fault( int argc, WCHAR **argv, struct exchange_command *command )
{
    const struct option options[] = { { L"--nth", number, &command->args[2] }, { L"--percent", number, &command->args[3] },
                                      { L"--times", number, &command->args[4] }, { L"--line", number, &command->line } };
    DWORD kind;
    int next = 3;

    if (argc >= 2 && !wcscmp( argv[1], L"clear" ))
    {
        command->code = EXCHANGE_FAULT_CLEAR;
        return argc == 2 || (argc == 3 && number( argv[2], &command->args[0] ));
    }
    command->code = EXCHANGE_FAULT;
    if (argc < 3 || !find_word( fault_kinds, argv[2], &kind ) || !put_text( command, argv[1] )) return FALSE;
    command->args[0] = kind;
    if (kind == EXCHANGE_FAULT_FAIL || kind == EXCHANGE_FAULT_FAIL_LATE)
    {
        if (argc < 4 || !find_error( argv[next++], &command->args[1] )) return FALSE;
    }
    else if (kind == EXCHANGE_FAULT_DELAY || kind == EXCHANGE_FAULT_SLOW)
    {
        if (argc < 4 || !number( argv[next++], &command->args[1] )) return FALSE;
    }
    return take_options( argc, argv, next, options, ARRAYSIZE(options) );
}

/* load --rate N [--seconds S] [--talk S] [--first NUMBER] [--last NUMBER] [--data], load stop */
static BOOL parse_load( int argc, WCHAR **argv, struct exchange_command *command )
{
    BOOL data = FALSE;
    const struct option options[] = { { L"--rate", thousandths, &command->args[0] }, { L"--seconds", number, &command->args[1] },
                                      { L"--talk", thousandths, &command->args[2] }, { L"--first", number, &command->args[3] },
                                      { L"--last", number, &command->args[4] }, { L"--data", NULL, NULL, NULL, &data } };

    command->code = EXCHANGE_LOAD;
    if (argc == 2 && !wcscmp( argv[1], L"stop" )) return TRUE;
    if (!take_options( argc, argv, 1, options, ARRAYSIZE(options) ) || !command->args[0]) return FALSE;
    if (data) command->args[5] = LINEMEDIAMODE_DATAMODEM;
    return TRUE;
}

/* seed NUMBER */
static BOOL parse_seed( int argc, WCHAR **argv, struct exchange_command *command )
{
    command->code = EXCHANGE_SEED;
    return argc == 2 && number( argv[1], &command->args[0] );
}

/* stop: what waits for its time */
static BOOL parse_stop( int argc, WCHAR **argv, struct exchange_command *command )
{
    command->code = EXCHANGE_STEPS_CLEAR;
    return argc == 1;
}

static const struct
{
    const WCHAR *name;
    BOOL       (*parse)( int argc, WCHAR **argv, struct exchange_command *command );
} commands[] =
{
    { L"call", parse_call },
    { L"digits", parse_digits },
    { L"fault", parse_fault },
    { L"hangup", parse_hangup },
    { L"line", parse_line },
    { L"lines", parse_lines },
    { L"load", parse_load },
    { L"phone", parse_phone },
    { L"seed", parse_seed },
    { L"stop", parse_stop },
};

int command_parse( int argc, WCHAR **argv, struct exchange_command *command )
{
    size_t i;

    memset( command, 0, sizeof(*command) );
    for (i = 0; i < ARRAYSIZE(commands); i++)
    {
        if (wcscmp( argv[0], commands[i].name )) continue;
        if (commands[i].parse( argc, argv, command )) return EXIT_OK;
        fail( L"exchange %ls: something is wrong with what follows; see winetapi exchange --help", argv[0] );
        return EXIT_USAGE;
    }
    fail( L"exchange: there is no command '%ls'; see winetapi exchange --help", argv[0] );
    return EXIT_USAGE;
}
