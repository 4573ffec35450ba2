using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Meaning;

/// <summary>
/// The meanings that an organization gives to whole types, such as <c>{"go-live": "deployment.finished"}</c>.
/// </summary>
public sealed class TypeMeanings : IEquatable<TypeMeanings>
{
    public const int MaxCount = 200;

    /// <summary>In Unicode characters.</summary>
    public const int MaxTypeLength = 100;

    private readonly Dictionary<string, TypeMeaning> _meanings;

    private TypeMeanings(Dictionary<string, TypeMeaning> meanings) => _meanings = meanings;

    public static TypeMeanings None { get; } = new([]);

    public int Count => _meanings.Count;

    /// <summary>
    /// Distinguishes what was derived by other meanings. Changes with the organization's meanings and with this version's vocabulary.
    /// </summary>
    public string Digest => _digest ??= DigestOf(this);

    private string? _digest;

    /// <summary>
    /// Each type with its meaning in the form <c>kind</c>, <c>kind.phase</c>, <c>kind.outcome</c> or <c>kind.phase.outcome</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Texts =>
        _meanings.ToDictionary(meaning => meaning.Key, meaning => meaning.Value.ToString(), StringComparer.Ordinal);

    /// <param name="json">An object of types and their meanings.</param>
    /// <param name="errors">Receives every error.</param>
    /// <param name="field">The name of the object in errors.</param>
    /// <returns>Null when an error was added.</returns>
    public static TypeMeanings? Read(JsonElement json, ValidationErrors errors, string field)
    {
        if (!JsonMembers.IsObject(json, field, errors))
            return null;
        if (JsonText.FindError(json, 4, field) is { } error)
        {
            errors.Add(error.Path, error.Message);
            return null;
        }
        var meanings = new Dictionary<string, TypeMeaning>(StringComparer.Ordinal);
        var isValid = true;
        foreach (var member in json.EnumerateObject())
        {
            if (CheckType(member.Name) is { } wrong)
                Refuse(field, wrong);
            else if (member.Value.ValueKind != JsonValueKind.String)
                Refuse($"{field}.{member.Name}", $"must be a string, not {JsonText.KindOf(member.Value)}");
            else if (TypeMeaning.TryParse(member.Value.GetString()!, out var meaning, out var reason))
                meanings.Add(member.Name, meaning);
            else
                Refuse($"{field}.{member.Name}", reason);
        }
        if (json.GetPropertyCount() > MaxCount)
            Refuse(field, $"has {json.GetPropertyCount()} types, at most {MaxCount}");
        return isValid ? new TypeMeanings(meanings) : null;

        void Refuse(string path, string message)
        {
            errors.Add(path, message);
            isValid = false;
        }
    }

    public bool TryGet(string type, out EventKind kind, out EventPhase? phase, out EventOutcome outcome)
    {
        var found = _meanings.TryGetValue(type, out var meaning);
        (kind, phase, outcome) = (meaning.Kind, meaning.Phase, meaning.Outcome);
        return found;
    }

    /// <summary>The order of types doesn't matter.</summary>
    public bool Equals(TypeMeanings? other) =>
        other is not null
        && Count == other.Count
        && _meanings.All(meaning => other._meanings.TryGetValue(meaning.Key, out var same) && same == meaning.Value);

    public override bool Equals(object? obj) => Equals(obj as TypeMeanings);

    public override int GetHashCode() => _meanings.Aggregate(Count, (hash, meaning) => hash ^ HashCode.Combine(meaning.Key, meaning.Value));

    private static string DigestOf(TypeMeanings meanings)
    {
        var text = new StringBuilder(Vocabulary.Version);
        foreach (var (type, meaning) in meanings.Texts.OrderBy(type => type.Key, StringComparer.Ordinal))
            text.Append('\n').Append(type).Append('\t').Append(meaning);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    private static string? CheckType(string type) =>
        type.Length == 0 ? "has a type without a name. Use the whole type of an event"
        : TextRules.CheckCharacters(type) is { } error ? $"has a type that {error}"
        : TextRules.LengthOf(type) > MaxTypeLength ? ValidationErrors.TooLong(type, MaxTypeLength)
        : null;
}
