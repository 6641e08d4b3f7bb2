"""A page that shows texts, one a line, in each of the places where the dashboard puts texts from outside."""

import streamlit as st

from dashboard.components.markdown import as_text, filled
from tests.support.hostile import TEXTS

st.title(as_text(TEXTS[0]), anchor=False)
for place, text in enumerate(TEXTS):
    with st.container(key=f"text_{place}"):
        st.markdown(as_text(text))
        st.markdown(filled("**{text}**", text=text))
        st.caption(as_text(text))
        st.header(as_text(text), anchor=False)
        st.metric(as_text(text), as_text(text), as_text(text), delta_arrow="off")
        st.button(as_text(text), key=f"button_{place}")
        st.info(as_text(text))
st.pills("Pills", TEXTS, format_func=as_text, key="pills")
st.segmented_control("Segments", TEXTS, format_func=as_text, key="segments")
st.selectbox("Options", TEXTS, key="options")
st.multiselect("Choices", TEXTS, TEXTS, key="choices")
