using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>The parameter <c>archived=include</c>.</summary>
public static class ArchivedParameter
{
    public const string Name = "archived";

    private const string Include = "include";

    /// <returns>Whether archived environments and systems are asked for too.</returns>
    public static bool Read(Parameters given, ValidationErrors errors)
    {
        if (given.One(Name) is not { } text)
            return false;
        if (text != Include)
            errors.Add(Name, ValidationErrors.Unknown(text, [Include]));
        return text == Include;
    }
}
