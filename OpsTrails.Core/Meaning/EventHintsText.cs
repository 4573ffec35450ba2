using System.Text;

namespace OpsTrails.Core.Meaning;

/// <summary>Hints as text: <c>s=success;i=42</c>. A backslash precedes a semicolon or backslash in a value.</summary>
internal static class EventHintsText
{
    private const char Separator = ';';
    private const char Escape = '\\';

    public static string Write(EventHints hints)
    {
        var text = new StringBuilder();
        foreach (var member in EventHintsMember.All)
        {
            if (member.Get(hints) is not { } value)
                continue;
            if (text.Length > 0)
                text.Append(Separator);
            text.Append(member.Code).Append('=');
            foreach (var c in value)
                (c is Separator or Escape ? text.Append(Escape) : text).Append(c);
        }
        return text.ToString();
    }

    public static EventHints Parse(string text)
    {
        var hints = EventHints.None;
        var part = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == Separator)
            {
                hints = With(hints, part.ToString());
                part.Clear();
                continue;
            }
            if (text[i] == Escape && i + 1 < text.Length)
                i++;
            part.Append(text[i]);
        }
        return hints;
    }

    private static EventHints With(EventHints hints, string part) =>
        part.Length > 2 && part[1] == '=' && Array.Find(EventHintsMember.All, member => member.Code == part[0]) is { } member
            ? member.With(hints, part[2..])
            : hints;
}
