using Layercake.Engine.Environments;

namespace Build.Running;

/// <summary>The folders that paths on the command line and the host's own files are relative to.</summary>
internal sealed record HostFolders
{
    /// <summary>Starts the host of an unpacked package, and so marks its root.</summary>
    public const string PackageScript = "layercake.sh";

    /// <summary>This repository, the folder that holds <c>build.sh</c>, or the unpacked package that the host lies in.</summary>
    public required string Root { get; init; }

    /// <summary>Where the user stood when the host started, whatever becomes of the working directory since.</summary>
    public required string Start { get; init; }

    /// <summary>Where the web page has an environment that it made of variables; null where it made none.</summary>
    public string? WebEnvironments { get; init; }

    /// <summary>Refuses an environment that was read, by an exception; null where each may be used.</summary>
    public Action<DeploymentEnvironment>? EnvironmentCheck { get; init; }

    /// <summary>What the host remembers between runs, and the local cloud.</summary>
    public string Local => Path.Combine(Root, ".local");

    /// <summary>Where a running local cloud says how to reach it.</summary>
    public string CloudFile => Path.Combine(Local, "cloud.json");

    /// <summary>Where the last run's report is.</summary>
    public string Report => Path.Combine(Local, "report");

    /// <summary>A folder outside any clone, as when only the program was copied, is its own root.</summary>
    public static HostFolders Find(string program, string current)
    {
        for (var folder = new DirectoryInfo(program); folder is not null; folder = folder.Parent)
        {
            if (
                File.Exists(Path.Combine(folder.FullName, "build.sh"))
                || File.Exists(Path.Combine(folder.FullName, PackageScript))
            )
                return new HostFolders { Root = folder.FullName, Start = current };
        }

        return new HostFolders { Root = current, Start = current };
    }

    /// <summary>A path for people: short where it is below the folder in which they stand, and never a row of dots.</summary>
    public string DisplayPath(string path)
    {
        var relative = Path.GetRelativePath(Start, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>A path as the user wrote it, made absolute from where the user stood.</summary>
    public string FromStart(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, Start));
}
