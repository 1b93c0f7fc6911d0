namespace Layercake.Engine.Exporting;

/// <summary>What is to become of one asset's file.</summary>
internal sealed record ExportDecision(ExportedFile File)
{
    /// <summary>What the file is to hold; null when it stays as it is.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The file holds it already, byte for byte.</summary>
    public bool IsOnDisk { get; init; }

    /// <summary>Another file of the same object, which goes; relative to the assets' root.</summary>
    public string? Replaces { get; init; }
}
