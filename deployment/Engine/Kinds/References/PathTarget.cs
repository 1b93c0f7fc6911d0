namespace Layercake.Engine.Kinds.References;

/// <summary>What something in Git becomes in the workspace.</summary>
[Flags]
internal enum PathTarget
{
    None = 0,
    Notebook = 1,
    File = 2,
    Folder = 4,
}
