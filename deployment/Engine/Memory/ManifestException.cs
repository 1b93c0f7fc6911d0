namespace Layercake.Engine.Memory;

/// <summary>The manifest cannot be used; the message says what to do.</summary>
public sealed class ManifestException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static ManifestException Damaged(string path, string what, Exception? inner = null) =>
        new(
            $"{path} is not a manifest that this tool wrote ({what}); it was changed or damaged. Delete it in the workspace: the "
                + $"next deployment finds the objects again by name.",
            inner
        );

    /// <summary>An edit by hand.</summary>
    internal static ManifestException WrongId(string path, string asset, string id, string expected) =>
        new(
            $"{path} says that {asset} has the id \"{id}\", which must be {expected}. Someone edited it. Correct it there, or give "
                + $"the asset up with --target=Forget --asset={asset}."
        );

    internal static ManifestException NotShown(string path) =>
        new(
            $"{path} is listed in its folder, and the workspace does not give out what it holds. Without it nobody can tell what "
                + $"was deployed from here. "
                + "Run the command again in a minute; if that does not help, look at the file in the workspace."
        );

    /// <param name="needs">The version that reads it; null when the file does not say.</param>
    internal static ManifestException Newer(string path, int format, string? needs) =>
        new(
            $"{path} was written by a newer version of this tool (format {format}). "
                + $"Take version {needs ?? "of the tool that wrote it"} or a later one before deploying to this environment."
        );
}
