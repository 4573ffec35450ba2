using System.Text.RegularExpressions;

namespace OpsTrails.Core.Changes;

/// <summary>What sort of change an event is, by the words of its type.</summary>
public enum ChangeKind
{
    /// <summary>No change: it tells that something is wrong, or is about watching for that.</summary>
    None,
    Rollback,
    Deployment,
    Migration,
    Configuration,
    Cache,
    Other,
}

public static partial class ChangeKinds
{
    /// <summary>Beginnings of words, so that <c>deploy</c>, <c>deployed</c> and <c>deployments</c> are one. The first line that a word of the type fits decides.</summary>
    private static readonly (ChangeKind Kind, string[] Words)[] Table =
    [
        (ChangeKind.None, ["incident", "alert", "alarm", "outage", "downtime", "monitor"]),
        (ChangeKind.Rollback, ["rollback", "rolledback", "revert"]),
        (ChangeKind.Migration, ["migrat", "schema"]),
        (ChangeKind.Deployment, ["deploy", "releas", "rollout", "hotfix"]),
        (ChangeKind.Configuration, ["config", "setting", "flag", "toggle"]),
        (ChangeKind.Cache, ["cache", "purge"]),
    ];

    /// <summary>Reads the type: <c>deployment</c>, <c>com.example.cache-purge</c>, <c>ConfigChanged</c>.</summary>
    public static ChangeKind Of(string type)
    {
        var words = Word().Matches(type).Select(word => word.Value).ToList();
        foreach (var (kind, beginnings) in Table)
        {
            if (words.Exists(word => Array.Exists(beginnings, beginning => word.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))))
                return kind;
        }
        return ChangeKind.Other;
    }

    /// <summary>Words are told apart by anything that is no letter, and by their capitals.</summary>
    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
