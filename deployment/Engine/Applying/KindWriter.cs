using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;

namespace Layercake.Engine.Applying;

/// <summary>Writes single objects, and keeps each write to the calls that its kind has for it. Nothing else of a deployment writes one.
/// </summary>
internal static class KindWriter
{
    /// <returns>The new object's id.</returns>
    public static Task<string> CreateAsync(RemoteKind kind, AssetWrite write, CancellationToken ct) =>
        WriteScope.RunAsync(kind.Calls.Create, () => kind.CreateAsync(write, ct));

    public static Task UpdateAsync(RemoteKind kind, AssetWrite write, CancellationToken ct) =>
        kind is IUpdatable updatable
            ? WriteScope.RunAsync(kind.Calls.Update, () => updatable.UpdateAsync(write, ct))
            : throw new NotSupportedException($"{kind.Name} cannot be updated.");

    /// <summary>Deletes an object; an object that is already gone counts as deleted.</summary>
    public static async Task DeleteAsync(RemoteKind kind, string id, CancellationToken ct)
    {
        try
        {
            await WriteScope.RunAsync(kind.Calls.Delete, () => kind.DeleteAsync(id, ct));
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            // Deleted by someone else, or by an attempt whose answer was lost.
        }
    }

    public static Task StopAsync(RemoteKind kind, string id, CancellationToken ct) =>
        WriteScope.RunAsync(kind.Calls.Stop, () => ((IStoppable)kind).StopAsync(id, ct));

    /// <summary>Makes the folders that new objects lie in.</summary>
    public static Task PrepareAsync(RemoteKind kind, IReadOnlyList<Declaration> creations, CancellationToken ct) =>
        WriteScope.RunAsync(kind.Calls.Folders, () => kind.PrepareAsync(creations, ct));

    /// <summary>Deletes an empty folder that is in the way of a file.</summary>
    public static Task DeleteEmptyFolderAsync(RemoteKind kind, string path, CancellationToken ct) =>
        WriteScope.RunAsync(kind.Calls.Folders, () => ((IFolders)kind).DeleteEmptyFolderAsync(path, ct));
}
