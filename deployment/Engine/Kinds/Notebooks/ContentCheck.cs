using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>
/// Finds without a workspace what the service could not read of a notebook, or would store as it is, such as half a merge.
/// </summary>
internal static class ContentCheck
{
    /// <remarks>What is larger than a notebook may be is not kept in memory, and is a finding already or data.</remarks>
    public static void Check(Declaration declaration, LocalFile file, ICollection<Finding> findings)
    {
        switch (Path.GetExtension(declaration.Name))
        {
            case ".ipynb" when file.Content is not null:
                Jupyter(declaration, file.Content, findings);
                break;
            case ".dbc" when file.Content is not null:
                if (ArchiveCheck.Problem(new MemoryStream(file.Content, writable: false)) is { } problem)
                    findings.Add(declaration.At(null, "NBK005", problem));
                break;
            default:
                TextFileCheck.Check(declaration, file.Content, findings);
                break;
        }
    }

    private static void Jupyter(Declaration declaration, byte[] content, ICollection<Finding> findings)
    {
        try
        {
            JupyterCheck.Check(content);
        }
        catch (JsonProblem problem)
        {
            findings.Add(
                new SourceLocation(declaration.File, problem.Line, problem.Column).Finding(problem.Code, problem.Message, declaration.Asset)
            );
        }
    }
}
