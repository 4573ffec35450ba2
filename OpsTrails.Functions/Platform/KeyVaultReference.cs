namespace OpsTrails.Functions.Platform;

/// <summary>
/// Azure passes a Key Vault reference that it can't resolve on as text. Anyone can guess that text, so it must not serve as a secret.
/// </summary>
internal static class KeyVaultReference
{
    public const string Problem =
        "is a Key Vault reference that Azure did not resolve. Check the reference, and that the app's identity may read the secret";

    private const string Start = "@Microsoft.KeyVault(";

    public static bool IsUnresolved(string? value) => value?.TrimStart().StartsWith(Start, StringComparison.OrdinalIgnoreCase) == true;
}
