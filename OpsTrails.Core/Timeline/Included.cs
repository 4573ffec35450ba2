using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>What a request asks to add to the events of its answer, with the parameter <c>include</c>.</summary>
[Flags]
public enum Included
{
    None = 0,

    /// <summary>What each event means.</summary>
    Meaning = 1,

    /// <summary>In a stream, the state of the cell after each event.</summary>
    Cell = 2,
}

public static class IncludeParameter
{
    public const string Name = "include";

    /// <summary>Reads values that may be repeated or separated by commas.</summary>
    /// <param name="given">The parameters of the request.</param>
    /// <param name="allowed">What this request may ask for.</param>
    /// <param name="errors">Receives every error.</param>
    public static Included Read(Parameters given, Included allowed, ValidationErrors errors)
    {
        var included = Included.None;
        foreach (var value in given.All(Name).SelectMany(value => value.Split(',')))
        {
            if (Find(value) is var found and not Included.None && allowed.HasFlag(found))
                included |= found;
            else
                errors.Add(Name, ValidationErrors.Unknown(value, Names(allowed)));
        }
        return included;
    }

    private static Included Find(string value) =>
        value switch
        {
            "meaning" => Included.Meaning,
            "cell" => Included.Cell,
            _ => Included.None,
        };

    private static IReadOnlyList<string> Names(Included allowed) => allowed.HasFlag(Included.Cell) ? ["meaning", "cell"] : ["meaning"];
}
