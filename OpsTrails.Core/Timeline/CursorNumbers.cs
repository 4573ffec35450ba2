using System.Globalization;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>Numbers in cursors: ticks or a position in the feed, as plain digits. Empty text means null.</summary>
internal static class CursorNumbers
{
    public static string Write(Timestamp? time) => time?.Ticks.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <inheritdoc cref="TryParse(string, out long?)"/>
    public static bool TryParse(string text, out Timestamp? time)
    {
        var isNumber = TryParse(text, out long? ticks);
        time = ticks is { } given ? new Timestamp(given) : null;
        return isNumber;
    }

    /// <returns>Whether the text is empty or a number that a cursor can have.</returns>
    public static bool TryParse(string text, out long? number)
    {
        number = null;
        if (text.Length == 0)
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed > DateTime.MaxValue.Ticks)
            return false;
        number = parsed;
        return true;
    }
}
