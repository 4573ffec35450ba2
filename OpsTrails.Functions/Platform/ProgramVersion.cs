using System.Reflection;

namespace OpsTrails.Functions.Platform;

/// <summary>The program's version, from VersionPrefix in Directory.Build.props.</summary>
internal static class ProgramVersion
{
    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Text { get; } = WithCommit.Split('+')[0];

    /// <summary>The version and, if known, the commit it was built from, such as <c>0.1.0+4d97fe7…</c>.</summary>
    public static string WithCommit =>
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
