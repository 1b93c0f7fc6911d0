using Layercake.LocalCloud.Apis.Workspace.Notebooks;

namespace Layercake.LocalCloud.Apis.Workspace;

/// <summary>What an import makes: a file, or a notebook in the format it came in.</summary>
/// <param name="Name">What the object is called in its folder; a notebook's has lost the extension where the format says so.</param>
/// <param name="Language">Null for a file.</param>
/// <param name="StoredAs">The format of the bytes: SOURCE, JUPYTER, HTML or R_MARKDOWN.</param>
internal sealed record WorkspaceContent(string Name, byte[] Bytes, NotebookLanguage? Language, string StoredAs)
{
    public string ObjectType => Language is null ? "FILE" : "NOTEBOOK";

    public static WorkspaceContent File(string name, byte[] bytes) => new(name, bytes, null, "RAW");
}
