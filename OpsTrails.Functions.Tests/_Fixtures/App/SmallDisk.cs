using System.Diagnostics;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>A file system of a few megabytes that a test can fill. Only root may mount one, on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk() { }

    public string Path => _folder.Path;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static SmallDisk OfMegabytes(int size)
    {
        var disk = new SmallDisk();
        var mounted =
            OperatingSystem.IsLinux()
            && Environment.IsPrivilegedProcess
            && Run("mount", "-t", "tmpfs", "-o", $"size={size}m", "none", disk.Path);
        if (mounted)
            return disk;
        disk._folder.Dispose();
        Assert.Skip("This needs root on Linux, to mount a small file system.");
        return disk;
    }

    /// <summary>Leaves not a byte.</summary>
    public void Fill()
    {
        using var stream = new FileStream(Filler, FileMode.Append);
        try
        {
            while (true)
            {
                stream.Write(new byte[4096]);
                stream.Flush();
            }
        }
        catch (IOException) { }
    }

    public void Empty() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] args)
    {
        try
        {
            using var process = Process.Start(program, args);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
