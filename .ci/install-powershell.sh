#!/usr/bin/env bash
# Puts PowerShell 7.6 into out/parts/bin and Pester 5 into out/parts/modules where the machine has none; both come as NuGet packages.
set -euo pipefail
powershell=7.6.9
pester=5.9.1
modules=out/parts/modules
source .ci/powershell.sh

if has_powershell; then
  echo "PowerShell is present"
else
  rm -rf out/parts/bin/pwsh out/parts/bin/.store/powershell
  dotnet tool install PowerShell --version "$powershell" --tool-path out/parts/bin
  hash -r
  has_powershell || { echo "error: PowerShell $powershell was installed but doesn't start" >&2; exit 1; }
fi
if has_pester; then
  echo "Pester is present"
  exit 0
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cat > "$scratch/pester.csproj" << PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="Pester" Version="[$pester]" /></ItemGroup>
</Project>
PROJECT
dotnet restore "$scratch/pester.csproj" --packages "$scratch/packages" -v quiet
rm -rf "$modules/Pester"
mkdir -p "$modules/Pester"
cp -r "$scratch/packages/pester/$pester/tools" "$modules/Pester/$pester"
has_pester || { echo "error: Pester $pester was installed but PowerShell doesn't find it" >&2; exit 1; }
echo "Pester $pester is in $modules"
