using System.Text;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>
/// One line of text as a filter: <c>type:deployment subject:PRODUCTION -source:DB severity&gt;=MAJOR "free text"</c>. A field named again means or, a
/// leading minus means not, everything else has to hold together; <c>field:""</c> is an event without that member.
/// </summary>
public sealed class FilterGrammar
{
    private static readonly string[] Comparisons = [">=", "<=", ">", "<"];

    private readonly string _text;
    private readonly ValidationErrors _faults;
    private readonly FilterBuilder _filter;
    private int _at;

    private FilterGrammar(string text, FilterBuilder filter, ValidationErrors faults)
    {
        _text = text;
        _filter = filter;
        _faults = faults;
    }

    /// <summary>Adds what the text asks for, or faults that point at a column, counted from 1.</summary>
    public static void Read(string text, FilterBuilder filter, ValidationErrors faults) =>
        new FilterGrammar(text, filter, faults).ReadAll();

    private void ReadAll()
    {
        while (SkipSpace())
        {
            var start = _at;
            var negated = Take('-');
            if (_at == _text.Length || char.IsWhiteSpace(_text[_at]))
                ValidationError(start, "a minus has to stand right before what it excludes");
            else if (_text[_at] == '"')
                AddTerm(start, ReadQuoted(), negated);
            else
                ReadWord(start, negated);
            CheckSeparated();
        }
    }

    /// <summary>What follows a closing quote or a word without a space would be a condition of its own that nobody meant.</summary>
    private void CheckSeparated()
    {
        if (_at == _text.Length || char.IsWhiteSpace(_text[_at]))
            return;
        ValidationError(
            _at,
            _text[_at] == '"'
                ? "a double quote opens a text only after a space, a colon or a minus, inside of one it is written \\\""
                : "after a closing double quote there has to be a space"
        );
        _at = _text.Length;
    }

    private void ReadWord(int start, bool negated)
    {
        var wordStart = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not (':' or '"' or '>' or '<'))
            _at++;
        var word = _text[wordStart.._at];

        if (
            _at < _text.Length
            && Comparisons.FirstOrDefault(sign => string.CompareOrdinal(_text, _at, sign, 0, sign.Length) == 0) is { } comparison
        )
            ReadComparison(start, word, comparison, negated);
        else if (_at < _text.Length && _text[_at] == ':')
            ReadCondition(start, word, negated);
        else
            AddTerm(start, word, negated);
    }

    private void ReadCondition(int start, string name, bool negated)
    {
        _at++;
        var valueStart = _at;
        var isQuoted = _at < _text.Length && _text[_at] == '"';
        var value = isQuoted ? ReadQuoted() : ReadBare();
        if (!EventFields.TryParse(name, out var field))
            ValidationError(
                start,
                $"{ValidationErrors.Quote(name)} is no field, the fields are {string.Join(", ", EventFields.Names)}, and a text with a colon is put in double quotes"
            );
        else if (value is not null && value.Length == 0 && !isQuoted)
            ValidationError(valueStart, $"{name}: needs a value, {name}:\"\" asks for events without one");
        else if (value is not null && _filter.Add(field, value, negated) is { } wrong)
            ValidationError(valueStart, wrong);
    }

    private void ReadComparison(int start, string name, string comparison, bool negated)
    {
        _at += comparison.Length;
        var valueStart = _at;
        var value = ReadBare();
        var rank = EventRules.Severities.ToList().IndexOf(value);
        if (name != EventField.Severity.Name())
            ValidationError(start, $"only severity can be compared with {comparison}, a text that holds it is put in double quotes");
        else if (negated)
            ValidationError(start, $"a comparison takes no minus, turn {comparison} around instead");
        else if (rank < 0)
            ValidationError(valueStart, $"{ValidationErrors.Quote(value)} is not one of {string.Join(", ", EventRules.Severities)}");
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
            ValidationError(start, $"no severity is {comparison} {EventRules.Severities[rank]}");
        else
            _filter.AddSeverities(allowed);
    }

    private void AddTerm(int start, string? term, bool negated)
    {
        if (term is null)
            return;
        if (string.IsNullOrWhiteSpace(term))
            ValidationError(start, "an empty text finds nothing, put something between the quotes");
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

    /// <returns>Null, and a fault, when the quotes are not closed.</returns>
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
        ValidationError(start, "this double quote is never closed");
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

    private void ValidationError(int at, string message) => _faults.Add("q", $"column {at + 1}: {message}");
}
