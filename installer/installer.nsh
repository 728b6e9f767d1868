; Windows knows a file by the last part of its name alone, and `.json` belongs to no one: Diffeo is added to the programs
; that it offers under "Open with", and takes no type from another.

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Diffeo.Flow" "" "Flow document or model"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Diffeo.Flow\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Diffeo.Flow\shell\open\command" "" '"$appExe" "%1"'
  WriteRegNone SHELL_CONTEXT "Software\Classes\.json\OpenWithProgids" "Diffeo.Flow"
  System::Call "shell32::SHChangeNotify(i 0x08000000, i 0x1000, i 0, i 0)"
!macroend

!macro customUnInstall
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.json\OpenWithProgids" "Diffeo.Flow"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Diffeo.Flow"
  System::Call "shell32::SHChangeNotify(i 0x08000000, i 0x1000, i 0, i 0)"
!macroend
