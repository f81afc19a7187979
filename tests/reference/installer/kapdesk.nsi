; The Windows installer of kapdesk: for one person, without an administrator. Filled by resources/installer/windows.py.
; kapdesk is filled before makensis reads this; $NAME and ${NAME} are NSIS' own.

Target x86-unicode
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "WordFunc.nsh"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\kapdesk"
!define CLASSES "Software\Classes"
!define FILES "installed-files.txt"

Name "kapdesk"
OutFile "OUT/kapdesk-1.2.3-windows-x86_64-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\kapdesk"
InstallDirRegKey HKCU "Software\kapdesk" "InstallDir"
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetDateSave off
ManifestDPIAware true
ManifestDPIAwareness "PerMonitorV2, PerMonitor"
ManifestLongPathAware true
ManifestSupportedOS Win10
BrandingText "kapdesk 1.2.3"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "1.2.3.0"
VIFileVersion "1.2.3.0"
VIAddVersionKey /LANG=0 "ProductName" "kapdesk"
VIAddVersionKey /LANG=0 "ProductVersion" "1.2.3"
VIAddVersionKey /LANG=0 "FileVersion" "1.2.3"
VIAddVersionKey /LANG=0 "FileDescription" "Installs kapdesk"
VIAddVersionKey /LANG=0 "CompanyName" "The kapdesk authors"
VIAddVersionKey /LANG=0 "LegalCopyright" "Apache-2.0"


!define MUI_ICON "HERE/kapdesk.ico"
!define MUI_UNICON "HERE/kapdesk.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "HERE/kapdesk-side.bmp"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "HERE/kapdesk-side.bmp"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "kapdesk 1.2.3"
!define MUI_WELCOMEPAGE_TEXT "This puts kapdesk on this computer, for you alone; no administrator is needed, and no internet.$\r$\n$\r$\nIf an older kapdesk is here, it is replaced. Your practice files, your backups and your settings are not touched."
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_COMPONENTSPAGE_TEXT_TOP "kapdesk will be in the Start menu. Tick the box if you also want it on the desktop."
!define MUI_COMPONENTSPAGE_TEXT_COMPLIST "What is put here:"
!define MUI_FINISHPAGE_RUN "$INSTDIR\kapdesk.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Open kapdesk now"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "This takes kapdesk off this computer. Your practice files (folders whose name ends in .kapdesk), your backups (.kdbk) and your settings stay where they are."
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_HEADER_TEXT "A shortcut"
!define MUI_PAGE_HEADER_SUBTEXT "How you want to find kapdesk."
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "kapdesk is installed"
!define MUI_FINISHPAGE_TEXT "You find it in the Start menu, under kapdesk."
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "kapdesk is removed"
!define MUI_FINISHPAGE_TEXT "Your practice files and your backups are where they were. Your settings stay in $APPDATA\kapdesk; nothing of a client is in them.$\r$\n$\r$\nA newer or the same kapdesk opens your practice again, with your passphrase."
!insertmacro MUI_UNPAGE_FINISH
!insertmacro MUI_LANGUAGE "English"

; A program that runs cannot be opened for writing. Nothing is changed while one does.
!macro RefuseWhileOneRuns program verb
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\${program}"
      ${Break}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\${program}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "kapdesk is open. Close it first (what you wrote is kept), then choose Retry. Nothing was ${verb} yet." /SD IDCANCEL IDRETRY +3
    SetErrorLevel 4
    Quit
  ${Loop}
!macroend
!macro RefuseWhileRunning verb
  !insertmacro RefuseWhileOneRuns "kapdesk.exe" "${verb}"
  !insertmacro RefuseWhileOneRuns "kapdesk-console.exe" "${verb}"
!macroend

; Removes what an installer has written and listed, and nothing else: a file or folder of your own survives beside it.
; The list is read twice: files first, then the folders (they stand last, the inner before the outer), if they are empty.
!macro RemoveInstalled un
Function ${un}RemoveInstalled
  ClearErrors
  FileOpen $0 "$INSTDIR\${FILES}" r
  ${If} ${Errors}
    Return
  ${EndIf}
  ${Do}
    FileReadUTF16LE $0 $1
    ${If} ${Errors}
      ${Break}
    ${EndIf}
    StrCpy $1 $1 -2 ; without the line's end
    StrCpy $2 $1 1
    StrCpy $3 $1 "" -1
    ${WordFind} "$1" ".." "E+1" $4
    ${IfNot} ${Errors}
    ${OrIf} $1 == ""
    ${OrIf} $2 == "\"
      ; never outside the program's folder
    ${ElseIf} $3 == "\"
      RMDir "$INSTDIR\$1"
    ${Else}
      Delete "$INSTDIR\$1"
    ${EndIf}
    ClearErrors
  ${Loop}
  FileClose $0
  Delete "$INSTDIR\${FILES}"
FunctionEnd
!macroend
!insertmacro RemoveInstalled ""
!insertmacro RemoveInstalled "un."

Section "kapdesk" SEC_PROGRAM
  SectionIn RO
  !insertmacro RefuseWhileRunning "installed"
  Call RemoveInstalled
  SetOutPath "$INSTDIR"
  File "FROZEN/kapdesk.exe"
  SetOutPath "$INSTDIR\_internal"
  File "FROZEN/_internal/python313.dll"
  SetOutPath "$INSTDIR\_internal\PySide6\plugins\platforms"
  File "FROZEN/_internal/PySide6/plugins/platforms/qwindows.dll"
  SetOutPath "$INSTDIR\_internal\resources\papers\es"
  File "FROZEN/_internal/resources/papers/es/niños.md"
  SetOutPath "$INSTDIR"
  File "/oname=${FILES}" "WORK/windows/installed-files.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortCut "$SMPROGRAMS\kapdesk.lnk" "$INSTDIR\kapdesk.exe" "" "$INSTDIR\kapdesk.exe" 0 SW_SHOWNORMAL "" "Offline, encrypted practice desk for ketamine-assisted psychotherapy"

  WriteRegStr HKCU "Software\kapdesk" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "kapdesk"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "1.2.3"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The kapdesk authors"
  WriteRegStr HKCU "${UNINSTALL}" "Comments" "Offline, encrypted practice desk for ketamine-assisted psychotherapy"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\kapdesk.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" 2
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

  ; A backup is a file: a double click opens "I have a backup" with it chosen.
  WriteRegStr HKCU "${CLASSES}\.kdbk" "" "kapdesk.backup"
  WriteRegStr HKCU "${CLASSES}\.kdbk\OpenWithProgids" "kapdesk.backup" ""
  WriteRegStr HKCU "${CLASSES}\kapdesk.backup" "" "kapdesk backup"
  WriteRegStr HKCU "${CLASSES}\kapdesk.backup\DefaultIcon" "" "$INSTDIR\kapdesk.exe,0"
  WriteRegStr HKCU "${CLASSES}\kapdesk.backup\shell\open" "" "Open in kapdesk"
  WriteRegStr HKCU "${CLASSES}\kapdesk.backup\shell\open\command" "" '"$INSTDIR\kapdesk.exe" "%1"'
  ; A practice is a folder: its context menu has "Open in kapdesk", and no other folder's has.
  WriteRegStr HKCU "${CLASSES}\Directory\shell\kapdesk" "" "Open in kapdesk"
  WriteRegStr HKCU "${CLASSES}\Directory\shell\kapdesk" "Icon" "$INSTDIR\kapdesk.exe,0"
  WriteRegStr HKCU "${CLASSES}\Directory\shell\kapdesk" "AppliesTo" 'System.FileName:"*.kapdesk"'
  WriteRegStr HKCU "${CLASSES}\Directory\shell\kapdesk\command" "" '"$INSTDIR\kapdesk.exe" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section /o "A shortcut on the desktop" SEC_DESKTOP
  CreateShortCut "$DESKTOP\kapdesk.lnk" "$INSTDIR\kapdesk.exe" "" "$INSTDIR\kapdesk.exe" 0 SW_SHOWNORMAL "" "Offline, encrypted practice desk for ketamine-assisted psychotherapy"
SectionEnd

Function .onInit
  SetShellVarContext current
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "kapdesk needs Windows 10 or newer, 64 bit. Nothing was installed." /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  ReadRegStr $1 HKCU "${UNINSTALL}" "DisplayVersion"
  ${If} $1 != ""
    ${VersionCompare} "$1" "1.2.3" $2
    ${If} $2 == 1
      MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "A newer kapdesk, $1, is installed here. The older 1.2.3 may not open a practice that the newer has opened. Put the older one in its place all the same?" /SD IDNO IDYES +3
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${EndIf}
  !insertmacro RefuseWhileRunning "installed"
  ${If} ${FileExists} "$DESKTOP\kapdesk.lnk"
    !insertmacro SelectSection ${SEC_DESKTOP}
  ${EndIf}
FunctionEnd

Function un.onInit
  SetShellVarContext current
  !insertmacro RefuseWhileRunning "removed"
FunctionEnd

Section "Uninstall"
  Call un.RemoveInstalled
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\kapdesk.lnk"
  Delete "$DESKTOP\kapdesk.lnk"

  ReadRegStr $1 HKCU "${CLASSES}\.kdbk" ""
  ${If} $1 == "kapdesk.backup"
    DeleteRegValue HKCU "${CLASSES}\.kdbk" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\.kdbk\OpenWithProgids" "kapdesk.backup"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.kdbk\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.kdbk"
  DeleteRegKey HKCU "${CLASSES}\kapdesk.backup"
  DeleteRegKey HKCU "${CLASSES}\Directory\shell\kapdesk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\kapdesk"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
