using System.Reflection;

namespace OpsTrails.Functions.Platform;

/// <summary>The version of the program, which is set in one place: VersionPrefix in Directory.Build.props.</summary>
internal static class ProgramVersion
{
    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Text { get; } = WithCommit.Split('+')[0];

    /// <summary>With the commit that it was built from, where that is known, such as <c>0.1.0+4d97fe7…</c>.</summary>
    public static string WithCommit =>
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
