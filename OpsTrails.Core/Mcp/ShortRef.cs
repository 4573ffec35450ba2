using OpsTrails.Core.Events;

namespace OpsTrails.Core.Mcp;

/// <summary>The first digits of the hash of an event's id, as git shortens commits.</summary>
public static class ShortRef
{
    public const int Length = 8;

    public static string Of(string id) => EventIdentity.Hash(id)[..Length];

    public static bool IsOne(string text) => text.Length is >= Length and <= 32 && text.All(char.IsAsciiHexDigitLower);
}
