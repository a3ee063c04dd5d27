/*
 * Survive exceptions inside service providers.
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
 *
 * Only exceptions that nobody handles are looked at: a provider's own handlers see theirs first, and nothing here runs for
 * exceptions that they take. What remains would end the service. A thread that is in a guarded call leaves the call;
 * a thread of the provider's own cannot be continued and is parked for good.
 */

#include <stdarg.h>
#include <stdio.h>
#include <malloc.h>

#include <windef.h>
#include <winbase.h>
#include <winternl.h>

#include "provider_private.h"

/* A guarded call of this thread. */
struct guard
{
    struct guard *outer;
    DWORD         code;
    void         *address;
    void         *frames;       /* i386: the handlers that were registered at entry */
    void         *jump[5];      /* of __builtin_setjmp, which unwinds nothing */
};

static DWORD guard_tls = TLS_OUT_OF_INDEXES;
static DWORD stack_tls = TLS_OUT_OF_INDEXES;    /* not NULL: prepare_stack() was done in this thread */
static LPTOP_LEVEL_EXCEPTION_FILTER previous_filter;

/* Stack that must be left to handle its overflow. */
#define STACK_RESERVE  0x10000
#define PAGE           0x1000

/* Addresses on the stack that are looked through for a return into a provider. */
#define STACK_WORDS 4096

/* NtCurrentTeb() of the toolchain's headers makes gcc 12 warn of array bounds. */
static NT_TIB *thread_block(void)
{
    NT_TIB *block;

#ifdef __x86_64__
    __asm__( "movq %%gs:0x30,%0" : "=r" (block) );
#else
    __asm__( "movl %%fs:0x18,%0" : "=r" (block) );
#endif
    return block;
}

/* An address in the module of the provider whose thread this is, NULL if it is none. */
static const void *provider_at_fault( const EXCEPTION_POINTERS *info )
{
    const DWORD_PTR *word, *top = thread_block()->StackBase;
    void *start = NULL;
    unsigned int i;

    if (slot_has_address( info->ExceptionRecord->ExceptionAddress )) return info->ExceptionRecord->ExceptionAddress;
    if (!NtQueryInformationThread( GetCurrentThread(), ThreadQuerySetWin32StartAddress, &start, sizeof(start), NULL ) &&
        slot_has_address( start ))
        return start;
    /* a callback of the thread pool, or a fault inside a system function that the provider called */
#ifdef __x86_64__
    word = (const DWORD_PTR *)info->ContextRecord->Rsp;
#else
    word = (const DWORD_PTR *)info->ContextRecord->Esp;
#endif
    if (word < (const DWORD_PTR *)thread_block()->StackLimit || word >= top) return NULL;
    for (i = 0; i < STACK_WORDS && word + i < top; i++)
        if (slot_has_address( (const void *)word[i] )) return (const void *)word[i];
    return NULL;
}

static LONG WINAPI guard_filter( EXCEPTION_POINTERS *info )
{
    struct guard *guard = TlsGetValue( guard_tls );
    const void *culprit;

    if (guard)
    {
        guard->code = info->ExceptionRecord->ExceptionCode;
        guard->address = info->ExceptionRecord->ExceptionAddress;
        __builtin_longjmp( guard->jump, 1 );
    }
    if ((culprit = provider_at_fault( info )))
    {
        slots_crashed( culprit, info->ExceptionRecord->ExceptionCode, info->ExceptionRecord->ExceptionAddress );
        for (;;) Sleep( INFINITE );
    }
    return previous_filter ? previous_filter( info ) : EXCEPTION_CONTINUE_SEARCH;
}

void guard_install(void)
{
    LPTOP_LEVEL_EXCEPTION_FILTER filter;

    if (guard_tls == TLS_OUT_OF_INDEXES) guard_tls = TlsAlloc();
    if (stack_tls == TLS_OUT_OF_INDEXES) stack_tls = TlsAlloc();
    /* the run-time library of a provider may have put its own filter there */
    filter = SetUnhandledExceptionFilter( guard_filter );
    if (filter != guard_filter && !slot_has_address( (const void *)filter )) previous_filter = filter;
}

/*
 * Leave room to handle an overflow of this thread's stack. Wine 10 needs more for the dispatch of an exception than the one page that it
 * keeps, and looks at the guarantee only where it moves the guard page: so put one where it has to be moved.
 */
static void prepare_stack(void)
{
    ULONG reserve = STACK_RESERVE;
    MEMORY_BASIC_INFORMATION info;
    DWORD old;

    TlsSetValue( stack_tls, &stack_tls );
    SetThreadStackGuarantee( &reserve );
    if (!VirtualQuery( &info, &info, sizeof(info) )) return;
    VirtualProtect( (char *)info.AllocationBase + STACK_RESERVE + 2 * PAGE, PAGE, PAGE_READWRITE | PAGE_GUARD, &old );
}

/* A function of its own: what it keeps in registers is not needed after the jump. */
static BOOL __attribute__((noinline)) run_guarded( struct guard *guard, void (*func)( void *arg ), void *arg )
{
    if (__builtin_setjmp( guard->jump )) return FALSE;
    func( arg );
    return TRUE;
}

BOOL guard_run( void (*func)( void *arg ), void *arg, DWORD *code, void **address )
{
    struct guard guard;
    BOOL ret;

    if (!TlsGetValue( stack_tls )) prepare_stack();
    guard.outer = TlsGetValue( guard_tls );
    guard.frames = thread_block()->ExceptionList;
    TlsSetValue( guard_tls, &guard );
    ret = run_guarded( &guard, func, arg );
    TlsSetValue( guard_tls, guard.outer );
    if (ret) return TRUE;
#ifdef __i386__
    thread_block()->ExceptionList = guard.frames;
#endif
    if (guard.code == (DWORD)EXCEPTION_STACK_OVERFLOW) _resetstkoflw();
    *code = guard.code;
    *address = guard.address;
    return FALSE;
}
