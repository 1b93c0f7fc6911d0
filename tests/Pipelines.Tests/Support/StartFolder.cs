using System.Runtime.Versioning;
using Layercake.Testing;

namespace Layercake.Pipelines.Tests.Support;

/// <summary>A repository with the two scripts that start the host, what they build it from, and perhaps a host.</summary>
internal sealed class StartFolder : IDisposable
{
    private static readonly string[] Scripts = ["build.sh", "build.ps1", "build/inputs.txt", "build/Packaging/start.ps1"];

    private readonly TempDirectory folder = new();

    public StartFolder()
    {
        Root = folder["repository"];
        foreach (var script in Scripts)
            Put(script, File.ReadAllText(Path.Combine(Tools.Repository, script)));
    }

    public string Root { get; }

    public string Stamp => Path.Combine(Root, "artifacts", "build.stamp");

    /// <summary>A folder of programs that stand in for others.</summary>
    public string Programs => folder["programs"];

    public StartFolder Put(string file, string text)
    {
        folder.Write(Path.Combine(Root, file), text);
        return this;
    }

    /// <summary>Puts a shell script into the place of a program.</summary>
    [UnsupportedOSPlatform("windows")]
    public StartFolder WithProgram(string name, string script)
    {
        var program = folder.Write($"programs/{name}", $"#!/bin/bash\n{script}");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>The host that was built with these tests, built after all that it is made of.</summary>
    public StartFolder WithHost()
    {
        var host = Path.Combine(Root, "artifacts", "host");
        Directory.CreateDirectory(host);
        foreach (var file in Directory.EnumerateFiles(Tools.Host))
            File.Copy(file, Path.Combine(host, Path.GetFileName(file)));
        return Built();
    }

    /// <summary>Everything there is looks as if it had been built from: all of it is older than the stamp.</summary>
    public StartFolder Built()
    {
        if (!File.Exists(Path.Combine(Root, "artifacts", "host", "Build.dll")))
            Put("artifacts/host/Build.dll", "");
        Put("artifacts/build.stamp", "");
        var past = DateTime.UnixEpoch.AddYears(50);
        foreach (var path in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Append(Root))
            File.SetLastWriteTimeUtc(path, past);
        File.SetLastWriteTimeUtc(Stamp, past.AddHours(1));
        return this;
    }

    public void Dispose() => folder.Dispose();
}
