# For sourcing from the repository's root: the PowerShell and Pester of out/parts, where they are, besides the machine's own.
export PATH="$PWD/out/parts/bin:$PATH" PSModulePath="${PSModulePath:+$PSModulePath:}$PWD/out/parts/modules"
# The host of a .NET tool looks for the runtime in a few fixed places; an SDK elsewhere has to be named.
export DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}"

has_powershell() {
  command -v pwsh > /dev/null && pwsh -NoProfile -NonInteractive -Command 'exit !($PSVersionTable.PSVersion -ge "7.6")'
}

has_pester() {
  pwsh -NoProfile -NonInteractive -Command 'exit !(Get-Module -ListAvailable Pester | Where-Object Version -GE ([version]"5.0"))'
}
