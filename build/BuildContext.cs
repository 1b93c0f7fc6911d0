using Build.CommandLine;
using Build.Running;
using Cake.Core;
using Cake.Frosting;

namespace Build;

/// <summary>What every task of a run shares: the folders, the options and the token that ends the run.</summary>
public sealed class BuildContext(ICakeContext context, HostArguments arguments, RunOptions run) : FrostingContext(context)
{
    public CancellationToken CancellationToken => run.CancellationToken;

    public HostFolders Folders => run.Folders;

    public new HostArguments Arguments => arguments;

    /// <inheritdoc cref="RunOptions.CloudStateFolder"/>
    public string CloudStateFolder => run.CloudStateFolder;

    /// <inheritdoc cref="RunOptions.CloudFile"/>
    public string CloudFile => run.CloudFile;
}
