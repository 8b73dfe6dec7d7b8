<?xml version="1.0" encoding="UTF-8"?>
<!-- Reduces a JaCoCo report to its line coverage, such as "87.3 % (1310 of 1500 lines)" -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
	<xsl:output method="text" encoding="UTF-8" />
	<xsl:template match="/report">
		<xsl:variable name="covered" select="sum(counter[@type='LINE']/@covered)" />
		<xsl:variable name="lines" select="$covered + sum(counter[@type='LINE']/@missed)" />
		<xsl:value-of select="format-number(floor(1000 * $covered div $lines) div 10, '0.0')" />
		<xsl:text> % (</xsl:text>
		<xsl:value-of select="$covered" />
		<xsl:text> of </xsl:text>
		<xsl:value-of select="$lines" />
		<xsl:text> lines)</xsl:text>
	</xsl:template>
</xsl:stylesheet>
