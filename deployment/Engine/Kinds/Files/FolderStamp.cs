using System.Security.Cryptography;
using System.Text;
using Layercake.Rest;

namespace Layercake.Engine.Kinds.Files;

/// <summary>Gives a folder that one file of Git became a stamp of all that is below it.</summary>
/// <remarks>The time of a folder says nothing of what was done to the notebooks in it.</remarks>
internal static class FolderStamp
{
    /// <summary>Anything but a folder stays as it is.</summary>
    public static async Task<RemoteFile> WithContentAsync(IFileDestination destination, RemoteFile file, CancellationToken ct)
    {
        if (!file.IsFolder)
            return file;

        IReadOnlyList<RemoteFile> below;
        try
        {
            below = await RemoteTree.ReadAllAsync(destination, file.Path, ct) ?? [];
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            return file with { Refusal = e.Message };
        }

        var lines = below.Select(Line).Order(StringComparer.Ordinal);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return file with { Stamp = $"{file.ObjectId}#{Convert.ToHexStringLower(digest)}", EarlierStamp = file.Stamp };
    }

    private static string Line(RemoteFile file) =>
        $"{file.Path}\t{file.ObjectType}\t{file.Language}\t{(file.IsFolder ? file.ObjectId : file.Stamp ?? file.ObjectId)}";
}
