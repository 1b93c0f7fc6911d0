namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind whose objects lie in folders.</summary>
internal interface IFolders
{
    /// <summary>Deletes a folder in which no file is left, with the empty folders below it.</summary>
    Task DeleteEmptyFolderAsync(string path, CancellationToken ct);
}
