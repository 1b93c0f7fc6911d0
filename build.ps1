# Runs the host in build/. dotnet run builds it first when its sources changed.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

dotnet run --project (Join-Path $PSScriptRoot 'build/Build.csproj') --configuration Release --verbosity quiet -- $args
exit $LASTEXITCODE
