using Build.Preparation;
using Layercake.Rest;

namespace Build.Deployments;

/// <summary>
/// Says what a run wrote: to the workspace, as far as requests that were sent there show it, and to the folder of assets, as an export
/// reports it.
/// </summary>
internal sealed class RunWrites(SentWrites sent, DeploymentPreparation preparation)
{
    private int before;
    private bool exported;

    /// <summary>Whether anything but this tool's own files was written, or may have been.</summary>
    public bool WroteAssets => Assets > 0;

    /// <summary>The next task begins.</summary>
    public void BeginTask() => before = Assets;

    /// <summary>An export wrote files, or removed some.</summary>
    public void AddExport() => exported = true;

    /// <summary>To follow whatever ended the run.</summary>
    public string Summary =>
        this switch
        {
            _ when Assets > before => "What was written before is kept. Run the same command again: it does only what is left.",
            _ when before > 0 || exported => "Nothing more was written.",
            _ when sent.WithEffect.Count > 0 => "No asset was written.",
            _ => "Nothing was written.",
        };

    private int Assets => sent.WithEffect.Count(write => !IsOwnFile(write));

    /// <summary>The lease, the manifest, and the folder that they are in.</summary>
    private bool IsOwnFile(SentWrite write) =>
        write.Target is { } target
        && preparation.Environment?.StatePath.TrimEnd('/') is { } state
        && (target == state || target.StartsWith(state + "/", StringComparison.Ordinal));
}
