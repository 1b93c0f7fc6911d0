namespace Build.Views;

/// <summary>How a line or a row is meant; shown as a colour where there are colours.</summary>
public enum Tone
{
    Plain,
    Quiet,
    Good,
    Change,
    Bad,
}
