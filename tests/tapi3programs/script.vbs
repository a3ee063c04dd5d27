' What a script does with TAPI 3: properties, methods, For Each over collections. A line for each check: "ok ..." or "not ok ...", at last "end".
' Started by script.c in cscript, over the built-in exchange with four lines and two phones.
'
' Copyright 2026 the Wine Telephony authors
'
' This library is free software; you can redistribute it and/or
' modify it under the terms of the GNU Lesser General Public
' License as published by the Free Software Foundation; either
' version 2.1 of the License, or (at your option) any later version.

Option Explicit

Const PHONENUMBER = 1, AUDIO = 8, MULTITRACK = 65536, TD_CAPTURE = 0, TD_RENDER = 1
Const CS_IDLE = 0, CS_CONNECTED = 2, CS_DISCONNECTED = 3, CS_OFFERING = 4, CS_HOLD = 5
Const DC_NORMAL = 0, CIL_CALLID = 3, CIL_CALLPARAMSFLAGS = 14, CIS_CALLERIDNUMBER = 1, CIS_COMMENT = 12
Const AC_MAXACTIVECALLS = 4, ACS_PROVIDERSPECIFIC = 4, PP_OWNER = 0, LFM_UNCOND = 1
Const FILE_PLAYBACK = "{0CB9914C-79CD-47DC-ADB0-327F47CEFB20}"

Dim tapi
Set tapi = CreateObject("TAPI.TAPI")
tapi.Initialize
TheObject
TheAddress Address("1001")
TheCollection
ThePhone
TheCall Address("1001")
TheErrors Address("1001")
tapi.Shutdown
WScript.Echo "end"

Sub Check(what, condition)
    If condition Then
        WScript.Echo "ok " & what
    Else
        WScript.Echo "not ok " & what
    End If
End Sub

Sub Same(what, value, expected)
    If value = expected Then
        WScript.Echo "ok " & what
    Else
        WScript.Echo "not ok " & what & ": " & value & ", not " & expected
    End If
End Sub

' How many For Each gives; each has a value of the property that Execute reads, or is a string
Function Each_(collection)
    Dim item, n
    n = 0
    For Each item In collection
        n = n + 1
    Next
    Each_ = n
End Function

Function Address(number)
    Dim a
    Set Address = Nothing
    For Each a In tapi.Addresses
        If a.DialableAddress = number Then
            Set Address = a
            Exit Function
        End If
    Next
End Function

' A moment; Wine 8 knows no WScript.Sleep, and waits for another program instead
Sub Pause()
    On Error Resume Next
    WScript.Sleep 20
    If Err.Number <> 0 Then CreateObject("WScript.Shell").Run "ping -n 1 127.0.0.1", 0, True
End Sub

Sub Until_(what, phonecall, state)
    Dim begun
    begun = Timer
    Do While phonecall.CallState <> state And Timer - begun < 30 And Timer >= begun
        Pause
    Loop
    Same what, phonecall.CallState, state
End Sub

Sub TheObject()
    Dim all, a, n, b, pairs
    Set all = tapi.Addresses
    Check "addresses", all.Count >= 4
    Same "For Each over addresses", Each_(all), all.Count
    Same "the same, again", Each_(all), all.Count
    Check "an item", all.Item(1).AddressName <> ""
    Same "the default property", all(1).AddressName, all.Item(1).AddressName
    pairs = 0
    For Each a In all
        For Each b In all
            If a.AddressName = b.AddressName Then pairs = pairs + 1
        Next
    Next
    Same "loops in loops", pairs, all.Count
    tapi.EventFilter = 3
    Same "a property that was set", tapi.EventFilter, 3
    TAPI.eventfilter = 1
    Same "names in any case", tapi.EVENTFILTER, 1
    Same "phones", tapi.Phones.Count, 2
    Same "For Each over phones", Each_(tapi.Phones), 2
    Same "no call hubs", Each_(tapi.CallHubs), tapi.CallHubs.Count
End Sub

Sub TheAddress(a)
    Dim item, n, info
    Check "an address", Not a Is Nothing
    Same "name", a.AddressName, "Exchange 1001"
    Same "provider", a.ServiceProviderName, "exchange.tsp"
    Same "state", a.State, 0
    Check "media types of another interface", (a.MediaTypes And AUDIO) <> 0
    Check "a method of another interface", a.QueryMediaType(AUDIO)
    Check "a property with a parameter", a.AddressCapability(AC_MAXACTIVECALLS) >= 1
    Check "strings in a collection", a.DeviceClasses.Count > 0
    n = 0
    For Each item In a.DeviceClasses
        If VarType(item) = vbString And Len(item) > 0 Then n = n + 1
    Next
    Same "For Each over strings", n, a.DeviceClasses.Count
    n = 0
    For Each item In a.Locations
        If item.LocationName <> "" Then n = n + 1
    Next
    Check "For Each over locations", n > 0 And n = a.Locations.Count
    Same "For Each over calling cards", Each_(a.CallingCards), a.CallingCards.Count
    Same "For Each over terminals", Each_(a.StaticTerminals), a.StaticTerminals.Count
    Check "For Each over terminal classes", Each_(a.DynamicTerminalClasses) > 0
    Check "For Each over superclasses", Each_(a.PluggableSuperclasses) = a.PluggableSuperclasses.Count
    Set info = a.TranslateAddress("1002", 0, 0)
    Check "translation", info.DialableString <> ""
    a.DoNotDisturb = True
    Check "a Boolean that was set", a.DoNotDisturb
    a.DoNotDisturb = False
    Check "and again", Not a.DoNotDisturb
    Set info = a.CreateForwardInfoObject
    info.SetForwardType LFM_UNCOND, "1003", ""
    Same "a forwarding", info.ForwardTypeDestination(LFM_UNCOND), "1003"
    Check "the object of all", a.TAPIObject.Addresses.Count = tapi.Addresses.Count
    Same "no calls", a.Calls.Count, 0
End Sub

Sub TheCollection()
    Dim c, item, all
    Set c = tapi.CreateEmptyCollectionObject
    Same "an empty collection", c.Count, 0
    Same "nothing for For Each", Each_(c), 0
    c.Add 1, "one"
    c.Add 2, 2
    c.Add 3, tapi.Addresses.Item(1)
    Same "a collection", c.Count, 3
    Same "a string", c.Item(1), "one"
    Same "a number", c.Item(2), 2
    Check "an object", c.Item(3).AddressName <> ""
    c.Remove 1
    Same "the next takes its place", c.Item(1), 2
    Same "For Each over what is left", Each_(c), 2
End Sub

Sub ThePhone()
    Dim phone, n, number
    Set phone = tapi.Phones.Item(1)
    Check "a name of a phone", phone.PhoneCapsString(0) <> ""
    Check "addresses of a phone", Each_(phone.Addresses) >= 1
    Check "phones of an address", Address("1001").Phones.Count >= 1
    phone.Open PP_OWNER
    phone.SetDisplay 0, 0, "from a script"
    Check "what it shows", InStr(phone.Display, "from a script") = 1
    phone.RingVolume = 1000
    Same "its volume", phone.RingVolume, 1000
    phone.Close
End Sub

' A call to a number that answers; calls that come are the business of programs with event sinks, nobody else may keep them.
Sub TheCall(a)
    Dim phonecall, item, terminal, n, names
    Set phonecall = a.CreateCall("9905", PHONENUMBER, AUDIO)
    Same "a call", phonecall.CallState, CS_IDLE
    phonecall.CallInfoString(CIS_COMMENT) = "a comment"
    Check "its address", phonecall.Address.DialableAddress = "1001"
    phonecall.Connect False
    Until_ "connected", phonecall, CS_CONNECTED
    Same "calls of an address", a.Calls.Count, 1
    Check "a number of the call", phonecall.CallInfoLong(CIL_CALLID) <> 0
    n = 0
    names = ""
    For Each item In phonecall.Streams
        n = n + 1
        names = names & item.Direction & " " & item.MediaType & ","
        If item.Name = "" Then names = names & "no name"
        If item.Terminals.Count <> 0 Then names = names & "terminals"
    Next
    Same "For Each over streams", n, 2
    Check "what they are: " & names, names = "0 8,1 8," Or names = "1 8,0 8,"
    Set terminal = a.CreateTerminal(FILE_PLAYBACK, MULTITRACK, TD_CAPTURE)
    Check "a terminal", terminal.Name <> "" And terminal.Direction = TD_CAPTURE And terminal.MediaType = MULTITRACK
    Same "its tracks", Each_(terminal.TrackTerminals), terminal.TrackTerminals.Count
    Same "it does nothing", terminal.MediaState, 0
    phonecall.Hold True
    Until_ "hold", phonecall, CS_HOLD
    phonecall.Hold False
    Until_ "unhold", phonecall, CS_CONNECTED
    phonecall.Disconnect DC_NORMAL
    Until_ "hung up", phonecall, CS_DISCONNECTED
End Sub

' Errors reach a script by their number.
Sub TheErrors(a)
    Dim c
    On Error Resume Next
    tapi.NoSuchThing
    Same "a member that is none", Err.Number, 438
    Err.Clear
    tapi.EventFilter = &H7fffffff
    Same "a value that is none", Err.Number, 5
    Err.Clear
    Set c = tapi.Addresses.Item(99)
    Check "an item that is none", Err.Number <> 0
    Err.Clear
    Set c = a.CreateCall("1002", PHONENUMBER, AUDIO)
    c.Answer
    Check "a call that cannot be answered: " & Hex(Err.Number), Err.Number <> 0
    Err.Clear
    c.Connect
    Check "a parameter that is missing: " & Err.Number, Err.Number <> 0
    Err.Clear
    c.Connect "no Boolean"
    Check "a parameter of another type: " & Err.Number, Err.Number <> 0
    Err.Clear
End Sub
