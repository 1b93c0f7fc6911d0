namespace Layercake.Engine.Exporting;

/// <summary>What happens to the file of one asset.</summary>
internal sealed record ExportDecision(ExportedFile File)
{
    /// <summary>The new content of the file; null when the file stays as it is.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The file has this content already, byte for byte.</summary>
    public bool IsOnDisk { get; init; }

    /// <summary>Another file of the same object, which is removed; relative to the assets' root.</summary>
    public string? Replaces { get; init; }
}
