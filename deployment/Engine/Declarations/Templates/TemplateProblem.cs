namespace Layercake.Engine.Declarations.Templates;

/// <summary>Why a template cannot be used, and where in its text.</summary>
internal sealed class TemplateProblem(string code, string message, int offset) : Exception(message)
{
    public string Code => code;

    public int Offset => offset;
}
