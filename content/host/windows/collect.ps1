# Writes down what only a running Windows machine knows, before it is cut off or stopped. Reads only; writes below one new
# folder, with a SHA-256 for each file. Each part has a time limit. Not tried on a Windows machine by Holdfast's tests.
param([string]$Out = "$env:ProgramData\holdfast-$(Get-Date -Format yyyyMMddTHHmmss)", [int]$Limit = 60)
$ErrorActionPreference = 'Continue'
New-Item -ItemType Directory -Path $Out -ErrorAction Stop | Out-Null
$parts = [ordered]@{
  processes = { Get-CimInstance Win32_Process | Select-Object ProcessId, ParentProcessId, CreationDate, ExecutablePath, CommandLine }
  sockets   = { Get-NetTCPConnection | Select-Object State, LocalAddress, LocalPort, RemoteAddress, RemotePort, OwningProcess }
  sessions  = { quser 2>&1 }
  services  = { Get-CimInstance Win32_Service | Select-Object Name, State, StartMode, PathName, StartName }
  tasks     = { Get-ScheduledTask | Select-Object TaskPath, TaskName, State }
  autostart = { Get-CimInstance Win32_StartupCommand | Select-Object Name, Command, Location, User }
  accounts  = { Get-LocalUser | Select-Object Name, Enabled, LastLogon }
  admins    = { Get-LocalGroupMember -Group Administrators }
  shadows   = { Get-CimInstance Win32_ShadowCopy | Select-Object ID, InstallDate, VolumeName }
  events    = { Get-WinEvent -LogName Security -MaxEvents 2000 | Select-Object TimeCreated, Id, Message }
}
foreach ($name in $parts.Keys) {
  $job = Start-Job -ScriptBlock $parts[$name]
  if (Wait-Job $job -Timeout $Limit) { Receive-Job $job | Format-List | Out-File -Encoding utf8 "$Out\$name.txt" }
  else { "not finished within $Limit seconds" | Out-File -Encoding utf8 "$Out\$name.txt"; Stop-Job $job }
  Remove-Job $job -Force
}
Get-ChildItem $Out -File | Get-FileHash -Algorithm SHA256 | Select-Object Hash, Path | Out-File -Encoding utf8 "$Out\sha256.txt"
Write-Output $Out
Get-Content "$Out\sha256.txt"
