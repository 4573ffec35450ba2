using System.Security.Cryptography;
using System.Text;

namespace OpsTrails.Core.Names;

/// <summary>Names of one kind, environments or systems, that count as another name. Matched exactly, one level deep.</summary>
public sealed class Aliases
{
    private readonly Dictionary<string, string> _canonical;
    private readonly Dictionary<string, IReadOnlyList<string>> _all;

    /// <param name="texts">Each canonical name with its aliases. No name is both, and no alias occurs twice.</param>
    public Aliases(IReadOnlyDictionary<string, IReadOnlyList<string>> texts)
    {
        Texts = texts;
        _canonical = texts
            .SelectMany(pair => pair.Value.Select(alias => (alias, pair.Key)))
            .ToDictionary(pair => pair.alias, pair => pair.Key, StringComparer.Ordinal);
        _all = texts.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[pair.Key, .. pair.Value], StringComparer.Ordinal);
    }

    public static Aliases None { get; } = new(new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>Each canonical name with its aliases.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Texts { get; }

    public bool Any => _canonical.Count > 0;

    /// <summary>The name that counts. A name without an alias is its own.</summary>
    public string CanonicalOf(string name) => _canonical.GetValueOrDefault(name, name);

    /// <summary>Every name that counts as the same as this one, the canonical one first.</summary>
    public IReadOnlyList<string> AllOf(string name)
    {
        var canonical = CanonicalOf(name);
        return _all.TryGetValue(canonical, out var all) ? all : [canonical];
    }

    /// <summary>Equal for equal aliases. Empty without any.</summary>
    internal static string DigestOf(Aliases subjects, Aliases sources)
    {
        if (!subjects.Any && !sources.Any)
            return "";
        var text = new StringBuilder();
        foreach (var (field, aliases) in new[] { ("subject", subjects), ("source", sources) })
        {
            foreach (var (alias, canonical) in aliases._canonical.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                text.Append(field).Append('\t').Append(alias).Append('\t').Append(canonical).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
