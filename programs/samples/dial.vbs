' dial.vbs: dials a number by TAPI 3, says how the call goes, plays a file into it and records what the far end says.
'
'   cscript dial.vbs                                        the lines of this machine
'   cscript dial.vbs LINE NUMBER [PLAY.WAV [RECORD.WAV [SECONDS]]]
'
' LINE is the name of an address as the list shows it; - stands for no file. Without SECONDS a call lasts until the file is played or the far end hangs up.
' Wine's script engines know no WScript.Arguments.Named and take no events (WScript.ConnectObject), so this asks for the state; compiled programs get events.
'
' Copyright 2026 the Wine Telephony authors
'
' This library is free software; you can redistribute it and/or
' modify it under the terms of the GNU Lesser General Public
' License as published by the Free Software Foundation; either
' version 2.1 of the License, or (at your option) any later version.

Option Explicit

' LINEADDRESSTYPE_, TAPIMEDIATYPE_, TERMINAL_DIRECTION, CALL_STATE, DISCONNECT_CODE, TERMINAL_MEDIA_STATE
Const PHONENUMBER = 1, AUDIO = 8, MULTITRACK = 65536, TD_CAPTURE = 0, TD_RENDER = 1
Const CS_IDLE = 0, CS_INPROGRESS = 1, CS_CONNECTED = 2, CS_DISCONNECTED = 3
Const DC_NORMAL = 0, TMS_IDLE = 0
Const FILE_PLAYBACK = "{0CB9914C-79CD-47DC-ADB0-327F47CEFB20}", FILE_RECORDING = "{521F3D06-C3D0-4511-8617-86B9A783DA77}"

Dim tapi, status
Set tapi = CreateObject("TAPI.TAPI")
tapi.Initialize
If WScript.Arguments.Count >= 2 Then
    status = Dial(WScript.Arguments(0), WScript.Arguments(1))
ElseIf WScript.Arguments.Count = 0 Then
    status = List()
Else
    WScript.Echo "usage: cscript dial.vbs [LINE NUMBER [PLAY.WAV [RECORD.WAV [SECONDS]]]]"
    status = 2
End If
tapi.Shutdown
WScript.Quit status

Function List()
    Dim address, what
    For Each address In tapi.Addresses
        what = ""
        If address.MediaTypes And AUDIO Then what = ", audio"
        WScript.Echo address.AddressName & " (" & address.DialableAddress & "), " & address.ServiceProviderName & what
    Next
    List = 0
End Function

Function FindAddress(name)
    Dim address
    Set FindAddress = Nothing
    For Each address In tapi.Addresses
        If LCase(address.AddressName) = LCase(name) Then
            Set FindAddress = address
            Exit Function
        End If
    Next
End Function

' A moment; Wine 8 knows no WScript.Sleep, and waits for another program instead
Sub Pause()
    On Error Resume Next
    WScript.Sleep 50
    If Err.Number <> 0 Then CreateObject("WScript.Shell").Run "ping -n 2 127.0.0.1", 0, True
End Sub

Function StateName(state)
    Dim names
    names = Array("idle", "dialling", "connected", "disconnected", "offering", "on hold", "queued")
    StateName = names(state)
End Function

' A word of the command line, or nothing
Function Argument(number)
    Argument = ""
    If WScript.Arguments.Count > number Then Argument = WScript.Arguments(number)
    If Argument = "-" Then Argument = ""
End Function

' A file terminal on a call, or Nothing where the command line names no file
Function FileTerminal(address, phonecall, path, terminal_class, direction)
    Dim terminal
    Set FileTerminal = Nothing
    If path = "" Then Exit Function
    Set terminal = address.CreateTerminal(terminal_class, MULTITRACK, direction)
    If direction = TD_CAPTURE Then
        terminal.PlayList = Array(path)
    Else
        terminal.FileName = path
    End If
    phonecall.SelectTerminalOnCall terminal
    Set FileTerminal = terminal
End Function

Function Dial(name, number)
    Dim address, phonecall, player, recorder, state, seen, ends
    Dial = 1
    Set address = FindAddress(name)
    If address Is Nothing Then
        WScript.Echo "there is no line '" & name & "'"
        Exit Function
    End If
    Set phonecall = address.CreateCall(number, PHONENUMBER, AUDIO)
    Set player = FileTerminal(address, phonecall, Argument(2), FILE_PLAYBACK, TD_CAPTURE)
    Set recorder = FileTerminal(address, phonecall, Argument(3), FILE_RECORDING, TD_RENDER)

    ' records from the first sample on that the far end sends
    If Not recorder Is Nothing Then recorder.Start
    On Error Resume Next
    phonecall.Connect False
    If Err.Number <> 0 Then
        WScript.Echo "cannot dial: error " & Hex(Err.Number) & " " & Err.Description
        Exit Function
    End If
    On Error GoTo 0

    seen = CS_IDLE
    ends = 0
    Do
        state = phonecall.CallState
        If state <> seen Then
            WScript.Echo StateName(state)
            seen = state
            If state = CS_CONNECTED Then
                Dial = 0
                If Not player Is Nothing Then player.Start
                If Argument(4) <> "" Then ends = Timer + CDbl(Argument(4))
            End If
        End If
        If state = CS_DISCONNECTED Then Exit Do
        If state = CS_CONNECTED Then
            If ends > 0 Then
                If Timer >= ends Then phonecall.Disconnect DC_NORMAL
            ElseIf Not player Is Nothing Then
                If player.MediaState = TMS_IDLE Then phonecall.Disconnect DC_NORMAL
            End If
        End If
        Pause
    Loop
    If Not recorder Is Nothing Then
        recorder.Stop
        phonecall.UnselectTerminalOnCall recorder
    End If
    If Not player Is Nothing Then phonecall.UnselectTerminalOnCall player
End Function
