# Runs the host and ends as it ends, by Ctrl-C too. build.ps1 and a package's layercake.ps1 both do it with this.

# Whether this process was started for a script or a command, and not for someone who types and wants to go on after Ctrl-C.
function Test-OwnProcess {
  $words = [Environment]::GetCommandLineArgs()
  $stays = $words -match '^(-|--|/)noe'
  $given = $words -match '^(-|--|/)(f|fi|fil|file|c|co.*|e|ec|en.*)$' -or $words -match '\.ps1$'
  return [bool]($Host.Name -eq 'ConsoleHost' -and -not $stays -and $given)
}

# PowerShell itself ends with 1 after Ctrl-C, or goes on as if nothing had been.
function Stop-OwnProcess([int] $ExitCode) {
  if (Test-OwnProcess) { [Environment]::Exit($ExitCode) }
}

function Start-Host([string] $Assembly, [object[]] $Words, $Invocation) {
  $words = @($Assembly) + @($Words | Where-Object { $null -ne $_ } | ForEach-Object { $_ -join ',' })

  # A script that is all its process was started for gives the process away where the system can do that: signals then reach the host.
  if (-not $Invocation.Line -and (Test-OwnProcess) -and (Get-Command Switch-Process -ErrorAction Ignore)) {
    Switch-Process -WithCommand (@('dotnet') + $words)
  }

  $ended = $false
  $global:LASTEXITCODE = 130 # what remains when Ctrl-C comes before the host
  try {
    & dotnet $words
    $ended = $true
  }
  finally {
    # The host may end before PowerShell has heard of the Ctrl-C itself. -1073741510 is how Windows counts an end by it.
    $interrupted = $LASTEXITCODE -in 130, -1073741510
    if ($interrupted -or -not $ended) { Stop-OwnProcess $(if ($interrupted) { 130 } else { $LASTEXITCODE }) }
  }
}
