using Build.CommandLine;
using Cake.Core;
using Cake.Frosting;

namespace Build;

/// <summary>What every task of a run shares: the folders, the options and the token that ends the run.</summary>
public sealed class BuildContext(ICakeContext context, HostArguments arguments, HostFolders folders, Interruption interruption) : FrostingContext(context)
{
    public CancellationToken CancellationToken => interruption.Token;

    public HostFolders Folders => folders;

    public new HostArguments Arguments => arguments;

    /// <summary>The environment to deploy to, as the command line names it.</summary>
    public string EnvironmentName => arguments["env"] ?? "local";

    /// <summary>The folder that holds <c>clusters/</c>, <c>jobs/</c> and the others.</summary>
    public string AssetsFolder => arguments["assets"] is { } path ? folders.FromStart(path) : folders.Root;

    public string PlanFile => arguments["plan-file"] is { } path ? folders.FromStart(path) : Path.Combine(folders.Root, "plan.json");

    /// <summary>Where the local cloud remembers.</summary>
    public string CloudStateFolder => arguments["state"] is { } path ? folders.FromStart(path) : folders.Local;

    /// <summary>Where a running local cloud says how to reach it.</summary>
    public string CloudFile => arguments["cloud-file"] is { } path ? folders.FromStart(path) : folders.CloudFile;
}
