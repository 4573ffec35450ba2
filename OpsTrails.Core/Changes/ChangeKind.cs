using System.Text.RegularExpressions;

namespace OpsTrails.Core.Changes;

/// <summary>The kind of change that an event describes, according to the words of its type.</summary>
public enum ChangeKind
{
    /// <summary>Not a change: reports a problem, or concerns monitoring.</summary>
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
    /// <summary>
    /// Prefixes of words, so that <c>deploy</c>, <c>deployed</c> and <c>deployments</c> match. The first row with a match decides.
    /// </summary>
    private static readonly (ChangeKind Kind, string[] Words)[] Table =
    [
        (ChangeKind.None, ["incident", "alert", "alarm", "outage", "downtime", "monitor"]),
        (ChangeKind.Rollback, ["rollback", "rolledback", "revert"]),
        (ChangeKind.Migration, ["migrat", "schema"]),
        (ChangeKind.Deployment, ["deploy", "releas", "rollout", "hotfix"]),
        (ChangeKind.Configuration, ["config", "setting", "flag", "toggle"]),
        (ChangeKind.Cache, ["cache", "purge"]),
    ];

    /// <summary>Classifies a type such as <c>deployment</c>, <c>com.example.cache-purge</c> or <c>ConfigChanged</c>.</summary>
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

    /// <summary>Words are separated by anything but letters, and by capitals.</summary>
    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
