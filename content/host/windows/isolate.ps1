# Cuts a running Windows machine off from the network but for the agent of Systems Manager: new and old connections alike.
# `isolate.ps1 -Mode on` saves the firewall first and refuses to save twice; `-Mode off` puts what was saved back. -Allow
# takes the addresses or networks that stay reachable by HTTPS (those of the Systems Manager endpoints), apart by commas. The
# metadata address stays reachable, since the agent signs with what it gets there. Each part has a time limit. Not tried on
# a Windows machine by Holdfast's tests.
param(
  [string]$Mode = '',
  [string]$Allow = '',
  [string]$State = "$env:ProgramData\holdfast-isolate",
  [ValidateRange(5, 600)][int]$Limit = 60
)
$ErrorActionPreference = 'Stop'
# Not a mandatory parameter: without somebody at the screen that would wait for an answer.
if ($Mode -ne 'on' -and $Mode -ne 'off') {
  [Console]::Error.WriteLine('usage: isolate.ps1 -Mode on|off [-Allow ADDRESS,...]')
  exit 2
}
$saved = Join-Path $State 'firewall.wfw'
$addresses = @($Allow -split ',' | ForEach-Object { $_.Trim() } | Where-Object { $_ -ne '' })
foreach ($address in $addresses) {
  if ($address -notmatch '^[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?$') {
    [Console]::Error.WriteLine("Allow: '$address' is no IPv4 address or network")
    exit 2
  }
}
function Invoke-Limited([scriptblock]$Work, [object[]]$Given) {
  $job = Start-Job -ScriptBlock $Work -ArgumentList $Given
  try {
    if (-not (Wait-Job $job -Timeout $Limit)) { throw "not finished within $Limit seconds" }
    Receive-Job $job -ErrorAction Stop
  } finally {
    Remove-Job $job -Force
  }
}
if ($Mode -eq 'on') {
  if (Test-Path -LiteralPath $saved) {
    [Console]::Error.WriteLine("already isolated: $State holds the firewall from before")
    exit 3
  }
  New-Item -ItemType Directory -Force -Path $State | Out-Null
  $fresh = Join-Path $State 'firewall.new.wfw'
  Remove-Item -LiteralPath $fresh -ErrorAction SilentlyContinue
  Invoke-Limited { param($file) & netsh.exe advfirewall export "$file" | Out-Null; if ($LASTEXITCODE -ne 0) { throw 'the firewall could not be saved' } } @($fresh)
  Move-Item -LiteralPath $fresh -Destination $saved
  Invoke-Limited {
    param($list)
    $ErrorActionPreference = 'Stop'
    # Rules of before would let through what is to be shut, so none of them stays in force.
    Get-NetFirewallRule -PolicyStore PersistentStore | Disable-NetFirewallRule
    New-NetFirewallRule -Name 'holdfast-metadata' -DisplayName 'Holdfast: metadata' -Direction Outbound -Action Allow -Protocol TCP -RemoteAddress 169.254.169.254 -RemotePort 80 | Out-Null
    New-NetFirewallRule -Name 'holdfast-names' -DisplayName 'Holdfast: names' -Direction Outbound -Action Allow -Protocol UDP -RemoteAddress 169.254.169.253 -RemotePort 53 | Out-Null
    if ($list) {
      New-NetFirewallRule -Name 'holdfast-agent' -DisplayName 'Holdfast: agent' -Direction Outbound -Action Allow -Protocol TCP -RemoteAddress ($list -split ',') -RemotePort 443 | Out-Null
    }
    Set-NetFirewallProfile -All -Enabled True -DefaultInboundAction Block -DefaultOutboundAction Block -AllowInboundRules False
  } @(($addresses -join ','))
  Write-Output 'isolated'
} else {
  if (-not (Test-Path -LiteralPath $saved)) {
    [Console]::Error.WriteLine("not isolated: $State holds no firewall")
    exit 3
  }
  Invoke-Limited { param($file) & netsh.exe advfirewall import "$file" | Out-Null; if ($LASTEXITCODE -ne 0) { throw 'the firewall could not be put back' } } @($saved)
  Remove-Item -LiteralPath $saved
  Write-Output 'released'
}
