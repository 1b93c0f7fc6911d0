namespace Layercake.Engine.Declarations;

/// <summary>What is at a path.</summary>
public enum PathKind
{
    Nothing,
    Folder,
    File,

    /// <summary>A link whose target does not exist, such as a link to itself or to a disk that is not mounted.</summary>
    BrokenLink,

    NamedPipe,
    Socket,
    Device,
}
