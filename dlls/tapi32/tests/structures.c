/*
 * The structures that functions of TAPI return, as Microsoft's pages describe their versions; those without a page of their own as
 * MS-TRP 2.2.6 does.
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

#include <stdarg.h>

#include <windef.h>
#include <winbase.h>
#include <tapi.h>

#include "structures.h"

const DWORD versions[VERSIONS] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };

/* A pair of TYPE: dw<name>Size and dw<name>Offset. */
#define PAIR( name )         #name, FIELD_OFFSET( TYPE, dw##name##Size ), FIELD_OFFSET( TYPE, dw##name##Offset )
#define STRING( name )       { PAIR( name ), MEMBER_TEXT }
#define TEXTS( name )        { PAIR( name ), MEMBER_TEXTS }
#define BYTES( name )        { PAIR( name ), MEMBER_BYTES }
#define FORMATTED( name )    { PAIR( name ), MEMBER_FORMATTED, FIELD_OFFSET( TYPE, dw##name##Format ) }
#define TABLE( name )        { PAIR( name ), MEMBER_TABLE, FIELD_OFFSET( TYPE, dw##name##EntrySize ) }
#define ARRAY( name, number, element )  { PAIR( name ), MEMBER_ARRAY, FIELD_OFFSET( TYPE, number ), &element }
#define MEMBERS( members )   members, ARRAYSIZE(members)

/* ---- entries of arrays ------------------------------------------------------------------------------------------- */

/* A call handle, or a LINEPROXYREQUEST_xxx. */
static const struct structure handle_entry = { "HCALL", { 4, 4, 4, 4, 4, 4, 4 }, NULL, 0 };

#define TYPE  LINECALLTREATMENTENTRY
C_ASSERT( sizeof(TYPE) == 12 );
static const struct member line_call_treatment_entry_members[] =
{
    STRING( CallTreatmentName ),
};
static const struct structure line_call_treatment_entry =
    { "LINECALLTREATMENTENTRY", { 0, 0, 12, 12, 12, 12, 12 }, MEMBERS( line_call_treatment_entry_members ) };
#undef TYPE

#define TYPE  LINEFORWARD
C_ASSERT( sizeof(TYPE) == 32 );
static const struct member line_forward_entry_members[] =
{
    STRING( CallerAddress ),
    STRING( DestAddress ),
};
static const struct structure line_forward_entry = { "LINEFORWARD", { 24, 24, 24, 24, 24, 32, 32 }, MEMBERS( line_forward_entry_members ) };
#undef TYPE

C_ASSERT( sizeof(LINETERMCAPS) == 12 );
static const struct structure line_term_caps = { "LINETERMCAPS", { 12, 12, 12, 12, 12, 12, 12 }, NULL, 0 };

#define TYPE  LINEAPPINFO
C_ASSERT( sizeof(TYPE) == 40 );
static const struct member line_app_info_members[] =
{
    STRING( MachineName ),
    STRING( UserName ),
    STRING( ModuleFilename ),
    STRING( FriendlyName ),
};
static const struct structure line_app_info = { "LINEAPPINFO", { 0, 0, 40, 40, 40, 40, 40 }, MEMBERS( line_app_info_members ) };
#undef TYPE

#define TYPE  LINECOUNTRYENTRY
C_ASSERT( sizeof(TYPE) == 44 );
static const struct member line_country_entry_members[] =
{
    STRING( CountryName ),
    STRING( SameAreaRule ),
    STRING( LongDistanceRule ),
    STRING( InternationalRule ),
};
static const struct structure line_country_entry = { "LINECOUNTRYENTRY", { 0, 44, 44, 44, 44, 44, 44 }, MEMBERS( line_country_entry_members ) };
#undef TYPE

#define TYPE  LINEPROVIDERENTRY
C_ASSERT( sizeof(TYPE) == 12 );
static const struct member line_provider_entry_members[] =
{
    STRING( ProviderFilename ),
};
static const struct structure line_provider_entry = { "LINEPROVIDERENTRY", { 0, 12, 12, 12, 12, 12, 12 }, MEMBERS( line_provider_entry_members ) };
#undef TYPE

#define TYPE  LINELOCATIONENTRY
C_ASSERT( sizeof(TYPE) == 68 );
static const struct member line_location_entry_members[] =
{
    STRING( LocationName ),
    STRING( CityCode ),
    STRING( LocalAccessCode ),
    STRING( LongDistanceAccessCode ),
    STRING( TollPrefixList ),
    STRING( CancelCallWaiting ),
};
static const struct structure line_location_entry = { "LINELOCATIONENTRY", { 28, 68, 68, 68, 68, 68, 68 }, MEMBERS( line_location_entry_members ) };
#undef TYPE

#define TYPE  LINECARDENTRY
C_ASSERT( sizeof(TYPE) == 44 );
static const struct member line_card_entry_members[] =
{
    STRING( CardName ),
    STRING( SameAreaRule ),
    STRING( LongDistanceRule ),
    STRING( InternationalRule ),
};
static const struct structure line_card_entry = { "LINECARDENTRY", { 12, 44, 44, 44, 44, 44, 44 }, MEMBERS( line_card_entry_members ) };
#undef TYPE

#define TYPE  LINEAGENTACTIVITYENTRY
C_ASSERT( sizeof(TYPE) == 12 );
static const struct member line_agent_activity_entry_members[] =
{
    STRING( Name ),
};
static const struct structure line_agent_activity_entry =
    { "LINEAGENTACTIVITYENTRY", { 0, 0, 12, 12, 12, 12, 12 }, MEMBERS( line_agent_activity_entry_members ) };
#undef TYPE

#define TYPE  LINEAGENTGROUPENTRY
C_ASSERT( sizeof(TYPE) == 24 );
static const struct member line_agent_group_entry_members[] =
{
    STRING( Name ),
};
static const struct structure line_agent_group_entry = { "LINEAGENTGROUPENTRY", { 0, 0, 24, 24, 24, 24, 24 }, MEMBERS( line_agent_group_entry_members ) };
#undef TYPE

C_ASSERT( sizeof(LINEAGENTSESSIONENTRY) == 28 );
static const struct structure line_agent_session_entry = { "LINEAGENTSESSIONENTRY", { 0, 0, 0, 0, 28, 28, 28 }, NULL, 0 };

#define TYPE  LINEQUEUEENTRY
C_ASSERT( sizeof(TYPE) == 12 );
static const struct member line_queue_entry_members[] =
{
    STRING( Name ),
};
static const struct structure line_queue_entry = { "LINEQUEUEENTRY", { 0, 0, 0, 0, 12, 12, 12 }, MEMBERS( line_queue_entry_members ) };
#undef TYPE

/* ---- what functions return ---------------------------------------------------------------------------------------- */

#define TYPE  LINEADDRESSCAPS
C_ASSERT( sizeof(TYPE) == 228 );
static const struct member line_address_caps_members[] =
{
    STRING( Address ),
    BYTES( DevSpecific ),
    TABLE( CompletionMsgText ),
    ARRAY( CallTreatmentList, dwNumCallTreatments, line_call_treatment_entry ),
    TEXTS( DeviceClasses ),
};
const struct structure line_address_caps = { "LINEADDRESSCAPS", { 176, 180, 228, 228, 228, 228, 228 }, MEMBERS( line_address_caps_members ) };
#undef TYPE

#define TYPE  LINEADDRESSSTATUS
C_ASSERT( sizeof(TYPE) == 64 );
static const struct member line_address_status_members[] =
{
    ARRAY( Forward, dwForwardNumEntries, line_forward_entry ),
    BYTES( TerminalModes ),
    BYTES( DevSpecific ),
};
const struct structure line_address_status = { "LINEADDRESSSTATUS", { 64, 64, 64, 64, 64, 64, 64 }, MEMBERS( line_address_status_members ) };
#undef TYPE

#define TYPE  LINECALLINFO
C_ASSERT( sizeof(TYPE) == 344 );
static const struct member line_call_info_members[] =
{
    STRING( CallerID ),
    STRING( CallerIDName ),
    STRING( CalledID ),
    STRING( CalledIDName ),
    STRING( ConnectedID ),
    STRING( ConnectedIDName ),
    STRING( RedirectionID ),
    STRING( RedirectionIDName ),
    STRING( RedirectingID ),
    STRING( RedirectingIDName ),
    STRING( AppName ),
    STRING( DisplayableAddress ),
    STRING( CalledParty ),
    STRING( Comment ),
    BYTES( Display ),
    BYTES( UserUserInfo ),
    BYTES( HighLevelComp ),
    BYTES( LowLevelComp ),
    BYTES( ChargingInfo ),
    BYTES( TerminalModes ),
    BYTES( DevSpecific ),
    BYTES( CallData ),
    BYTES( SendingFlowspec ),
    BYTES( ReceivingFlowspec ),
};
const struct structure line_call_info = { "LINECALLINFO", { 296, 296, 324, 324, 324, 344, 344 }, MEMBERS( line_call_info_members ) };
#undef TYPE

#define TYPE  LINECALLLIST
C_ASSERT( sizeof(TYPE) == 24 );
static const struct member line_call_list_members[] =
{
    ARRAY( Calls, dwCallsNumEntries, handle_entry ),
};
const struct structure line_call_list = { "LINECALLLIST", { 24, 24, 24, 24, 24, 24, 24 }, MEMBERS( line_call_list_members ) };
#undef TYPE

#define TYPE  LINECALLSTATUS
C_ASSERT( sizeof(TYPE) == 56 );
static const struct member line_call_status_members[] =
{
    BYTES( DevSpecific ),
};
const struct structure line_call_status = { "LINECALLSTATUS", { 36, 36, 56, 56, 56, 56, 56 }, MEMBERS( line_call_status_members ) };
#undef TYPE

#define TYPE  LINECOUNTRYLIST
C_ASSERT( sizeof(TYPE) == 24 );
static const struct member line_country_list_members[] =
{
    ARRAY( CountryList, dwNumCountries, line_country_entry ),
};
const struct structure line_country_list = { "LINECOUNTRYLIST", { 0, 24, 24, 24, 24, 24, 24 }, MEMBERS( line_country_list_members ) };
#undef TYPE

#define TYPE  LINEDEVCAPS
C_ASSERT( sizeof(TYPE) == 292 );
static const struct member line_dev_caps_members[] =
{
    STRING( ProviderInfo ),
    STRING( SwitchInfo ),
    STRING( LineName ),
    ARRAY( TerminalCaps, dwNumTerminals, line_term_caps ),
    TABLE( TerminalText ),
    BYTES( DevSpecific ),
    TEXTS( DeviceClasses ),
};
const struct structure line_dev_caps = { "LINEDEVCAPS", { 236, 240, 252, 252, 268, 292, 292 }, MEMBERS( line_dev_caps_members ) };
#undef TYPE

#define TYPE  LINEDEVSTATUS
C_ASSERT( sizeof(TYPE) == 88 );
static const struct member line_dev_status_members[] =
{
    BYTES( TerminalModes ),
    BYTES( DevSpecific ),
    ARRAY( AppInfo, dwNumOpens, line_app_info ),
};
const struct structure line_dev_status = { "LINEDEVSTATUS", { 76, 76, 88, 88, 88, 88, 88 }, MEMBERS( line_dev_status_members ) };
#undef TYPE

#define TYPE  LINEPROVIDERLIST
C_ASSERT( sizeof(TYPE) == 24 );
static const struct member line_provider_list_members[] =
{
    ARRAY( ProviderList, dwNumProviders, line_provider_entry ),
};
const struct structure line_provider_list = { "LINEPROVIDERLIST", { 0, 24, 24, 24, 24, 24, 24 }, MEMBERS( line_provider_list_members ) };
#undef TYPE

#define TYPE  LINETRANSLATECAPS
C_ASSERT( sizeof(TYPE) == 44 );
static const struct member line_translate_caps_members[] =
{
    ARRAY( LocationList, dwNumLocations, line_location_entry ),
    ARRAY( CardList, dwNumCards, line_card_entry ),
};
const struct structure line_translate_caps = { "LINETRANSLATECAPS", { 44, 44, 44, 44, 44, 44, 44 }, MEMBERS( line_translate_caps_members ) };
#undef TYPE

#define TYPE  LINETRANSLATEOUTPUT
C_ASSERT( sizeof(TYPE) == 40 );
static const struct member line_translate_output_members[] =
{
    STRING( DialableString ),
    STRING( DisplayableString ),
};
const struct structure line_translate_output = { "LINETRANSLATEOUTPUT", { 40, 40, 40, 40, 40, 40, 40 }, MEMBERS( line_translate_output_members ) };
#undef TYPE

#define TYPE  VARSTRING
C_ASSERT( sizeof(TYPE) == 24 );
static const struct member var_string_members[] =
{
    FORMATTED( String ),
};
const struct structure var_string = { "VARSTRING", { 24, 24, 24, 24, 24, 24, 24 }, MEMBERS( var_string_members ) };
#undef TYPE

#define TYPE  PHONEBUTTONINFO
C_ASSERT( sizeof(TYPE) == 40 );
static const struct member phone_button_info_members[] =
{
    STRING( ButtonText ),
    BYTES( DevSpecific ),
};
const struct structure phone_button_info = { "PHONEBUTTONINFO", { 36, 40, 40, 40, 40, 40, 40 }, MEMBERS( phone_button_info_members ) };
#undef TYPE

#define TYPE  PHONECAPS
C_ASSERT( sizeof(TYPE) == 196 );
static const struct member phone_caps_members[] =
{
    STRING( ProviderInfo ),
    STRING( PhoneInfo ),
    STRING( PhoneName ),
    BYTES( ButtonModes ),
    BYTES( ButtonFunctions ),
    BYTES( LampModes ),
    BYTES( SetData ),
    BYTES( GetData ),
    BYTES( DevSpecific ),
    TEXTS( DeviceClasses ),
};
const struct structure phone_caps = { "PHONECAPS", { 144, 144, 180, 180, 196, 196, 196 }, MEMBERS( phone_caps_members ) };
#undef TYPE

#define TYPE  PHONESTATUS
C_ASSERT( sizeof(TYPE) == 104 );
static const struct member phone_status_members[] =
{
    BYTES( Display ),
    BYTES( LampModes ),
    STRING( OwnerName ),
    BYTES( DevSpecific ),
};
const struct structure phone_status_structure = { "PHONESTATUS", { 100, 100, 104, 104, 104, 104, 104 }, MEMBERS( phone_status_members ) };
#undef TYPE

#define TYPE  LINEPROXYREQUESTLIST
C_ASSERT( sizeof(TYPE) == 24 );
static const struct member line_proxy_request_list_members[] =
{
    ARRAY( List, dwNumEntries, handle_entry ),
};
const struct structure line_proxy_request_list = { "LINEPROXYREQUESTLIST", { 0, 0, 0, 0, 24, 24, 24 }, MEMBERS( line_proxy_request_list_members ) };
#undef TYPE

#define TYPE  LINEAGENTACTIVITYLIST
C_ASSERT( sizeof(TYPE) == 24 );
static const struct member line_agent_activity_list_members[] =
{
    ARRAY( List, dwNumEntries, line_agent_activity_entry ),
};
const struct structure line_agent_activity_list = { "LINEAGENTACTIVITYLIST", { 0, 0, 24, 24, 24, 24, 24 }, MEMBERS( line_agent_activity_list_members ) };
#undef TYPE

#define TYPE  LINEAGENTCAPS
C_ASSERT( sizeof(TYPE) == 72 );
static const struct member line_agent_caps_members[] =
{
    STRING( AgentHandlerInfo ),
    BYTES( AgentExtensionIDList ),
};
const struct structure line_agent_caps = { "LINEAGENTCAPS", { 0, 0, 56, 56, 72, 72, 72 }, MEMBERS( line_agent_caps_members ) };
#undef TYPE

#define TYPE  LINEAGENTGROUPLIST
C_ASSERT( sizeof(TYPE) == 24 );
static const struct member line_agent_group_list_members[] =
{
    ARRAY( List, dwNumEntries, line_agent_group_entry ),
};
const struct structure line_agent_group_list = { "LINEAGENTGROUPLIST", { 0, 0, 24, 24, 24, 24, 24 }, MEMBERS( line_agent_group_list_members ) };
#undef TYPE

C_ASSERT( sizeof(LINEAGENTINFO) == 56 );
const struct structure line_agent_info = { "LINEAGENTINFO", { 0, 0, 0, 0, 56, 56, 56 }, NULL, 0 };

C_ASSERT( sizeof(LINEAGENTSESSIONINFO) == 76 );
const struct structure line_agent_session_info = { "LINEAGENTSESSIONINFO", { 0, 0, 0, 0, 76, 76, 76 }, NULL, 0 };

#define TYPE  LINEAGENTSESSIONLIST
C_ASSERT( sizeof(TYPE) == 24 );
static const struct member line_agent_session_list_members[] =
{
    ARRAY( List, dwNumEntries, line_agent_session_entry ),
};
const struct structure line_agent_session_list = { "LINEAGENTSESSIONLIST", { 0, 0, 0, 0, 24, 24, 24 }, MEMBERS( line_agent_session_list_members ) };
#undef TYPE

#define TYPE  LINEAGENTSTATUS
C_ASSERT( sizeof(TYPE) == 56 );
static const struct member line_agent_status_members[] =
{
    ARRAY( GroupList, dwNumEntries, line_agent_group_entry ),
    STRING( Activity ),
};
const struct structure line_agent_status = { "LINEAGENTSTATUS", { 0, 0, 56, 56, 56, 56, 56 }, MEMBERS( line_agent_status_members ) };
#undef TYPE

C_ASSERT( sizeof(LINEQUEUEINFO) == 52 );
const struct structure line_queue_info = { "LINEQUEUEINFO", { 0, 0, 0, 0, 52, 52, 52 }, NULL, 0 };

#define TYPE  LINEQUEUELIST
C_ASSERT( sizeof(TYPE) == 24 );
static const struct member line_queue_list_members[] =
{
    ARRAY( List, dwNumEntries, line_queue_entry ),
};
const struct structure line_queue_list = { "LINEQUEUELIST", { 0, 0, 0, 0, 24, 24, 24 }, MEMBERS( line_queue_list_members ) };
#undef TYPE

/* ---- of the management console: MS-TRP 2.2.6.1 to 2.2.6.5 ----------------------------------------------------------- */

#define ALL_VERSIONS( size )  { size, size, size, size, size, size, size }
#define RAW( name, at, kind ) { name, at, (at) + 4, kind }

static const struct member available_provider_entry_members[] = { RAW( "FileName", 0, MEMBER_TEXT ), RAW( "FriendlyName", 8, MEMBER_TEXT ) };
static const struct structure available_provider_entry =
    { "AVAILABLEPROVIDERENTRY", ALL_VERSIONS( 20 ), MEMBERS( available_provider_entry_members ) };
static const struct member available_provider_list_members[] = { { "ProviderList", 16, 20, MEMBER_ARRAY, 12, &available_provider_entry } };
const struct structure available_provider_list = { "AVAILABLEPROVIDERLIST", ALL_VERSIONS( 24 ), MEMBERS( available_provider_list_members ) };

static const struct member device_info_members[] =
{
    RAW( "DeviceName", 8, MEMBER_TEXT ),
    RAW( "Addresses", 16, MEMBER_TEXTS ),
    RAW( "DomainUserNames", 24, MEMBER_TEXTS ),
    RAW( "FriendlyUserNames", 32, MEMBER_TEXTS ),
};
static const struct structure device_info = { "DEVICEINFO", ALL_VERSIONS( 40 ), MEMBERS( device_info_members ) };
static const struct member device_info_list_members[] = { { "DeviceInfo", 16, 20, MEMBER_ARRAY, 12, &device_info } };
const struct structure device_info_list = { "DEVICEINFOLIST", ALL_VERSIONS( 24 ), MEMBERS( device_info_list_members ) };

static const struct member server_config_members[] =
{
    RAW( "DomainName", 16, MEMBER_TEXT ),
    RAW( "UserName", 24, MEMBER_TEXT ),
    RAW( "Password", 32, MEMBER_TEXT ),
    RAW( "Administrators", 40, MEMBER_TEXTS ),
};
const struct structure server_config = { "TAPISERVERCONFIG", ALL_VERSIONS( 48 ), MEMBERS( server_config_members ) };
