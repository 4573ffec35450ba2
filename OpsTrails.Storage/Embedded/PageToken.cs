using System.Globalization;

namespace OpsTrails.Storage.Embedded;

/// <summary>The last key of a page as text: the length of its partition key, a colon and both keys.</summary>
internal static class PageToken
{
    public static string After(RowKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Partition.Length}:{key.Partition}{key.Row}");

    public static RowKey Parse(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        if (
            colon < 1
            || !int.TryParse(token.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > token.Length - colon - 1
        )
        {
            throw new PageTokenException("The token is not from this store.");
        }

        var keys = token.AsSpan(colon + 1);
        return new RowKey(keys[..length].ToString(), keys[length..].ToString());
    }
}
