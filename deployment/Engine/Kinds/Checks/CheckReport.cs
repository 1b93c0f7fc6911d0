using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Checks;

/// <summary>Collects the findings about one declaration.</summary>
internal sealed class CheckReport(Declaration declaration, ICollection<Finding> findings)
{
    /// <param name="at">The token for the position; for a field the position of its name.</param>
    public void Error(string code, JToken at, string message) => Add(Severity.Error, code, at, message);

    /// <inheritdoc cref="Error"/>
    public void Warning(string code, JToken at, string message) => Add(Severity.Warning, code, at, message);

    public SourceLocation PlaceOf(JToken token) => declaration.PlaceOf(token);

    private void Add(Severity severity, string code, JToken at, string message) =>
        findings.Add(declaration.At(at.Parent is JProperty field ? field : at, code, message, severity));
}
