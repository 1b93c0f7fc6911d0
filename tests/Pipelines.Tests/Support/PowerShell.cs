using Newtonsoft.Json.Linq;

namespace Layercake.Pipelines.Tests.Support;

/// <summary>PowerShell as the machine has it, or as <c>dotnet tool restore</c> brings it.</summary>
internal static class PowerShell
{
    /// <summary>The program and what comes before its own arguments; null where there is none.</summary>
    public static IReadOnlyList<string>? Command { get; } =
        Programs.Has("pwsh") ? ["pwsh"]
        : Restored() is { } assembly && DotNet is { } program ? [program, assembly]
        : null;

    private static string? DotNet => Programs.Find(OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    // Not with `dotnet pwsh`, which looks for the manifest in the working folder and puts two processes in between.
    private static string? Restored()
    {
        var manifest = JObject.Parse(File.ReadAllText(Path.Combine(Tools.Repository, ".config", "dotnet-tools.json")));
        var packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var package = Path.Combine(packages, "powershell", (string)manifest["tools"]!["powershell"]!["version"]!);
        var system = OperatingSystem.IsWindows() ? "win" : "unix";
        return !Directory.Exists(package)
            ? null
            : Directory
                .EnumerateFiles(package, "pwsh.dll", SearchOption.AllDirectories)
                .FirstOrDefault(file => Path.GetFileName(Path.GetDirectoryName(file)) == system);
    }
}
