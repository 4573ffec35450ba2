# Creates the secrets of a new environment once. azd keeps them with its other values.
# For PowerShell 7 and for Windows PowerShell 5, which has neither RandomNumberGenerator.Fill nor Convert.ToHexString.
$ErrorActionPreference = 'Stop'

$values = @(azd env get-values)
if ($LASTEXITCODE) { exit $LASTEXITCODE }

foreach ($name in 'OPSTRAILS_SETUP_TOKEN', 'OPSTRAILS_PROTECTION_SECRET') {
    if (-not ($values -match "^$name=")) {
        $bytes = New-Object byte[] 32
        $random = [System.Security.Cryptography.RandomNumberGenerator]::Create()
        $random.GetBytes($bytes)
        $random.Dispose()
        azd env set $name (-join ($bytes | ForEach-Object { $_.ToString('x2') }))
        if ($LASTEXITCODE) { exit $LASTEXITCODE }
    }
}
