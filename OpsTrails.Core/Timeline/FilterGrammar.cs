using System.Text;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>
/// Parses one line of text: <c>type:deployment subject:PRODUCTION -source:DB severity&gt;=MAJOR "free text"</c>. Terms are combined with
/// AND; repeating a field means OR. A leading minus means NOT, and <c>field:""</c> matches events without that member. In a value
/// without quotes, <c>*</c> is any text. <c>=</c> after a field means the same as <c>:</c>.
/// </summary>
public sealed class FilterGrammar
{
    private static readonly string[] Comparisons = [">=", "<=", ">", "<"];

    private readonly string _text;
    private readonly ValidationErrors _errors;
    private readonly FilterBuilder _filter;
    private int _at;

    private FilterGrammar(string text, FilterBuilder filter, ValidationErrors errors)
    {
        _text = text;
        _filter = filter;
        _errors = errors;
    }

    /// <summary>Adds the terms of the text to the filter, or errors with a column that starts at 1.</summary>
    public static void Read(string text, FilterBuilder filter, ValidationErrors errors) =>
        new FilterGrammar(text, filter, errors).ReadAll();

    private void ReadAll()
    {
        while (SkipSpace())
        {
            var start = _at;
            var negated = Take('-');
            if (_at == _text.Length || char.IsWhiteSpace(_text[_at]))
                Fail(start, "a minus excludes nothing here", "Put it directly before a term, as in -type:deployment");
            else if (_text[_at] == '"')
                AddTerm(start, ReadQuoted(), negated);
            else
                ReadWord(start, negated);
            CheckSeparated();
        }
    }

    /// <summary>Text right after a closing quote would silently become a term of its own.</summary>
    private void CheckSeparated()
    {
        if (_at == _text.Length || char.IsWhiteSpace(_text[_at]))
            return;
        if (_text[_at] == '"')
            Fail(_at, "unexpected double quote", "Put a space before it, or write it as \\\" inside quotes");
        else
            Fail(_at, "missing space after a closing double quote", "Separate terms with spaces");
        _at = _text.Length;
    }

    private void ReadWord(int start, bool negated)
    {
        var wordStart = _at;
        while (
            _at < _text.Length
            && !char.IsWhiteSpace(_text[_at])
            && _text[_at] is not (':' or '"' or '>' or '<')
            && !IsEqualsAfterField(wordStart)
        )
            _at++;
        var word = _text[wordStart.._at];

        if (
            _at < _text.Length
            && Comparisons.FirstOrDefault(sign => string.CompareOrdinal(_text, _at, sign, 0, sign.Length) == 0) is { } comparison
        )
            ReadComparison(start, word, comparison, negated);
        else if (_at < _text.Length && _text[_at] is ':' or '=')
            ReadCondition(start, word, negated);
        else
            AddTerm(start, word, negated);
    }

    /// <summary>An equals sign elsewhere is text, as in <c>1=1</c>. A field in another letter case is an error, and not text.</summary>
    private bool IsEqualsAfterField(int wordStart) =>
        _text[_at] == '=' && EventFields.Names.Contains(_text[wordStart.._at], StringComparer.OrdinalIgnoreCase);

    private void ReadCondition(int start, string name, bool negated)
    {
        _at++;
        var valueStart = _at;
        var isQuoted = _at < _text.Length && _text[_at] == '"';
        var value = isQuoted ? ReadQuoted() : ReadBare();
        if (!EventFields.TryParse(name, out var field))
            Fail(
                start,
                $"unknown field {ValidationErrors.Quote(name)}",
                FilterError.DidYouMean(EventFields.Nearest(name))
                    + $"Use {ValidationErrors.AnyOf(EventFields.Names)}. Put text that contains a colon in double quotes"
            );
        else if (value is not null && value.Length == 0 && !isQuoted)
            Fail(valueStart, $"missing value for {name}", $"Use {name}:\"\" for events without one");
        else if (value is not null && AddValue(field, value, isQuoted, negated) is { } error)
            Fail(valueStart, error.Problem, error.Hint);
    }

    private FilterError? AddValue(EventField field, string value, bool isQuoted, bool negated) =>
        isQuoted || !ValuePattern.IsPattern(value) ? _filter.Add(field, value, negated) : _filter.AddPattern(field, value, negated);

    private void ReadComparison(int start, string name, string comparison, bool negated)
    {
        _at += comparison.Length;
        var valueStart = _at;
        var value = ReadBare();
        var rank = EventRules.Severities.ToList().IndexOf(value);
        if (name != EventField.Severity.Name())
            Fail(start, $"only severity can be compared with {comparison}", $"Put text that contains {comparison[0]} in double quotes");
        else if (negated)
            Fail(start, "a comparison can't have a minus", $"Use {Opposite(comparison)} instead");
        else if (rank < 0)
            Fail(valueStart, FilterError.UnknownSeverity(value).Problem, FilterError.UnknownSeverity(value).Hint);
        else
            AddSeverities(start, comparison, rank);
    }

    private void AddSeverities(int start, string comparison, int rank)
    {
        var allowed = EventRules
            .Severities.Where(
                (_, i) =>
                    comparison switch
                    {
                        ">=" => i >= rank,
                        "<=" => i <= rank,
                        ">" => i > rank,
                        _ => i < rank,
                    }
            )
            .ToList();
        if (allowed.Count == 0)
            Fail(start, $"no severity is {comparison} {EventRules.Severities[rank]}", "Use another comparison");
        else
            _filter.AddSeverities(allowed);
    }

    private void AddTerm(int start, string? term, bool negated)
    {
        if (term is null)
            return;
        if (string.IsNullOrWhiteSpace(term))
            Fail(start, "empty text", "Put something between the quotes");
        else
            _filter.AddTerm(term, negated);
    }

    private string ReadBare()
    {
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]))
            _at++;
        return _text[start.._at];
    }

    /// <returns>Null, with an error, if the quotes are not closed.</returns>
    private string? ReadQuoted()
    {
        var start = _at++;
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != '"')
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length && _text[_at + 1] is '"' or '\\')
                _at++;
            value.Append(_text[_at++]);
        }
        if (Take('"'))
            return value.ToString();
        Fail(start, "unclosed double quote", "Add the closing one");
        return null;
    }

    private bool SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        return _at < _text.Length;
    }

    private bool Take(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private static string Opposite(string comparison) =>
        comparison switch
        {
            ">=" => "<",
            "<=" => ">",
            ">" => "<=",
            _ => ">=",
        };

    private void Fail(int at, string problem, string hint) => _errors.Add("q", $"{problem} (column {at + 1}). {hint}");
}
