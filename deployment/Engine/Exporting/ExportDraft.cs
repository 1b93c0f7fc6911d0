using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>One object of the workspace that is being exported.</summary>
internal sealed class ExportDraft(string kind, FoundAsset found)
{
    public string Kind => kind;

    public string Name => found.Name;

    public FoundAsset Found => found;

    public string Asset => AssetId.Of(kind, Name);

    /// <summary>Document kinds: as the workspace holds it; null when it could not be read.</summary>
    public LiveAsset? Live { get; set; }

    /// <summary>Parts of the object that its file is to have, each with what was read of it.</summary>
    public List<(IExportedPart Part, JObject Content)> Parts { get; } = [];

    /// <summary>Document kinds: all fields, with names for ids and references for secrets; null when it could not be read.</summary>
    public JObject? State { get; set; }

    /// <summary>Document kinds: the declaration, without fields that the service fills in.</summary>
    public JObject? Document { get; set; }

    /// <summary>File kinds: the content; null when it could not be read.</summary>
    public byte[]? Content { get; set; }

    /// <summary>What was done to it, a line each; never with values of fields.</summary>
    public List<string> Log { get; } = [];

    public List<Finding> Findings { get; } = [];

    public bool Failed => Findings.Exists(finding => finding.Severity == Severity.Error);

    public void Fail(string code, string message) => Add(Severity.Error, code, message);

    public void Warn(string code, string message) => Add(Severity.Warning, code, message);

    /// <summary>The object as the file that is written for it, or not.</summary>
    /// <param name="file">Null when there is none.</param>
    public ExportedFile As(string? file, ExportAction action) =>
        new()
        {
            Kind = Kind,
            Name = Name,
            File = file,
            Action = action,
            Log = Log,
        };

    private void Add(Severity severity, string code, string message) =>
        Findings.Add(
            new Finding
            {
                Severity = severity,
                Code = code,
                Asset = Asset,
                Message = message,
            }
        );
}
