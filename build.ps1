# Runs the host in build/, building it first when anything it is made of changed since the last build.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

. (Join-Path $PSScriptRoot 'build/Packaging/start.ps1')
$assembly = Join-Path $PSScriptRoot 'artifacts/host/Build.dll'
$stamp = Join-Path $PSScriptRoot 'artifacts/build.stamp'

function Test-Newer($Item, [datetime] $Built, [string[]] $Left) {
  if ($Left -contains $Item.FullName) { return $false }
  if ($Item.LastWriteTimeUtc -gt $Built) { return $true }
  if ($Item -isnot [IO.DirectoryInfo]) { return $false }
  foreach ($inner in $Item.EnumerateFileSystemInfos()) {
    if (Test-Newer $inner $Built $Left) { return $true }
  }
  return $false
}

function Test-Stale {
  if (-not ((Test-Path $assembly -PathType Leaf) -and (Test-Path $stamp -PathType Leaf))) { return $true }
  $built = [IO.File]::GetLastWriteTimeUtc($stamp)
  $lines = [IO.File]::ReadAllLines((Join-Path $PSScriptRoot 'build/inputs.txt')) | ForEach-Object { $_.Trim() } |
    Where-Object { $_ -and -not $_.StartsWith('#') }
  $left = @($lines | Where-Object { $_.StartsWith('!') } |
    ForEach-Object { [IO.Path]::GetFullPath((Join-Path $PSScriptRoot $_.Substring(1))) })
  foreach ($pattern in $lines | Where-Object { -not $_.StartsWith('!') }) {
    foreach ($item in Get-Item (Join-Path $PSScriptRoot $pattern) -Force -ErrorAction Ignore) {
      if (Test-Newer $item $built $left) { return $true }
    }
  }
  return $false
}

$ended = $false
try {
  # The second round is for an edit made while the compiler ran, which MSBuild's own timestamps can miss.
  foreach ($target in 'Publish', 'Rebuild;Publish') {
    if (-not (Test-Stale)) { break }
    New-Item (Join-Path $PSScriptRoot 'artifacts') -ItemType Directory -Force | Out-Null
    [Console]::Error.WriteLine('Building the host; the first time this takes half a minute or more.')
    New-Item "$stamp.new" -ItemType File -Force | Out-Null # before the build: an edit made meanwhile counts as newer
    # Without the analyzers, which take as long as the compiler; the tests build with them.
    $options = '-restore', "-t:$target", '-m', '-p:Configuration=Release', '-p:RunAnalyzers=false', '-v:quiet', '-nologo'
    dotnet msbuild (Join-Path $PSScriptRoot 'build/Build.csproj') $options |
      ForEach-Object { [Console]::Error.WriteLine($_) }
    if ($LASTEXITCODE -ne 0) {
      Start-Sleep -Milliseconds 500 # the compiler ends with 1 after Ctrl-C, perhaps before PowerShell has heard of that
      $ended = $true
      exit $LASTEXITCODE
    }
    Move-Item "$stamp.new" $stamp -Force
  }
  $ended = $true
}
catch {
  $ended = $true
  throw
}
finally {
  # Only Ctrl-C leaves it unended: no stamp says that the build was done.
  if (-not $ended) {
    Remove-Item "$stamp.new" -ErrorAction Ignore
    Stop-OwnProcess 130
  }
}

Start-Host $assembly $args $MyInvocation
exit $LASTEXITCODE
