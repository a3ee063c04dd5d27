/*
 * docs/trp-rules.tsv against the tables: every rule of the specification has a place.
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

#include "check.h"

#define COLUMNS  7

enum column { FUNC, REQUEST, FORM, KIND, PARAM, BY, REFUSED };

/* Kinds of parameters for which reject.c makes packets that break the rule. */
static int has_rejections( const struct trp_param *param )
{
    switch (param->kind)
    {
    case TRP_RESERVED:
    case TRP_DWORD:
    case TRP_BOOL:
    case TRP_CONTEXT:
    case TRP_OUT_DWORD:
    case TRP_OUT_HANDLE:
        return 0;
    default:
        return 1;
    }
}

static const struct trp_param *find_param( const struct trp_request *req, const char *name )
{
    uint32_t i;

    for (i = 0; i < req->nparams; i++)
        if (!strcmp( req->params[i].name, name )) return &req->params[i];
    return NULL;
}

static int one_of( const char *word, const char *words )
{
    const char *found = strstr( words, word );

    return found && word[0] && (found == words || found[-1] == ' ') && (!found[strlen( word )] || found[strlen( word )] == ' ');
}

static void test_row( char **column, unsigned int line )
{
    const struct trp_param *param;
    const struct trp_request *req;

    check( one_of( column[FORM], "fail check more" ), "line %u: form '%s'", line, column[FORM] );
    check( one_of( column[KIND], "generic handle device version proxy state" ), "line %u: kind '%s'", line, column[KIND] );
    if (!strcmp( column[FUNC], "*" ) || !strcmp( column[FUNC], "-" )) return;
    req = trp_request( strtoul( column[FUNC], NULL, 10 ) );
    check( req && !strcmp( req->name, column[REQUEST] ), "line %u: request %s is not %s", line, column[FUNC], column[REQUEST] );
    if (!req || !strcmp( column[PARAM], "-" ) || !strcmp( column[BY], "differs" )) return;
    param = find_param( req, column[PARAM] );
    check( !!param, "line %u: %s has no %s", line, column[REQUEST], column[PARAM] );
    if (!param) return;
    if (!strcmp( column[KIND], "generic" ) && !strcmp( column[BY], "requests.def" ))
        check( has_rejections( param ), "line %u: nothing refuses %s.%s", line, column[REQUEST], column[PARAM] );
    /* MS-TRP 2.2.4.1.3.43 lets MakeCall go without an address, 3.1.4.2 forgets it */
    if (!strcmp( column[REFUSED], "no NUL-terminated string inside" ) && req->func != TRP_lineMakeCall && req->func != TRP_GetUIDllName)
        check( !(param->flags & TRP_OPTIONAL), "line %u: %s.%s may be absent", line, column[REQUEST], column[PARAM] );
    if (strstr( column[REFUSED], "if there is one" ))
        check( param->flags & TRP_OPTIONAL, "line %u: %s.%s may not be absent", line, column[REQUEST], column[PARAM] );
    if (!strncmp( column[BY], "requests.def (0)", 16 ))
        check( param->kind == TRP_HANDLE || param->kind == TRP_DWORD, "line %u: %s is no handle", line, column[PARAM] );
}

void test_rule_table( void )
{
    const char *srcdir = getenv( "srcdir" );
    char path[4096], text[1024], *column[COLUMNS];
    unsigned int line = 0, fail = 0, i;
    FILE *file;

    group( "docs/trp-rules.tsv" );
    snprintf( path, sizeof(path), "%s/docs/trp-rules.tsv", srcdir ? srcdir : "." );
    file = fopen( path, "r" );
    check( !!file, "cannot read %s; set srcdir to the top of the source tree", path );
    if (!file) return;
    while (fgets( text, sizeof(text), file ))
    {
        line++;
        text[strcspn( text, "\n" )] = 0;
        if (text[0] == '#' || !strncmp( text, "func", 4 )) continue;
        column[0] = text;
        for (i = 1; i < COLUMNS && (column[i] = strchr( column[i - 1], '\t' )); i++) *column[i]++ = 0;
        check( i == COLUMNS && column[REFUSED][0], "line %u: %u columns", line, i );
        if (i != COLUMNS) continue;
        if (!strcmp( column[FORM], "fail" )) fail++;
        test_row( column, line );
    }
    fclose( file );
    check( fail == 429, "%u rules that say \"MUST fail\"", fail );
}
