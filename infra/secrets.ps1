# Makes the secrets of a new environment, once: azd keeps them with its other values.
$ErrorActionPreference = 'Stop'

$values = azd env get-values
foreach ($name in 'OPSTRAILS_SETUP_TOKEN', 'OPSTRAILS_PROTECTION_SECRET') {
    if (-not ($values -match "^$name=")) {
        $bytes = [byte[]]::new(32)
        [System.Security.Cryptography.RandomNumberGenerator]::Fill($bytes)
        azd env set $name ([System.Convert]::ToHexString($bytes).ToLowerInvariant())
    }
}
